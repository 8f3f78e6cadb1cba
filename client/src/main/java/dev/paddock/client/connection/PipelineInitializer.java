package dev.paddock.client.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/**
 * What a connection consists of: bytes to frames, frames to answers. TLS and SASL have their place here, as handlers in
 * front of these two; there are none yet.
 */
final class PipelineInitializer extends ChannelInitializer<Channel> {
    private final ClientLoops loops;
    private final int maxResponseBytes;
    private final RequestHandler requests;

    PipelineInitializer(ClientLoops loops, int maxResponseBytes, RequestHandler requests) {
        this.loops = loops;
        this.maxResponseBytes = maxResponseBytes;
        this.requests = requests;
    }

    @Override
    protected void initChannel(Channel channel) {
        loops.opened(channel);
        channel.pipeline().addLast(new ResponseFrameDecoder(maxResponseBytes), requests);
    }
}
