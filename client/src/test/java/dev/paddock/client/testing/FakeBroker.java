package dev.paddock.client.testing;

import dev.paddock.client.connection.BrokerAddress;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.ApiVersionsResponse;
import dev.paddock.protocol.message.ApiVersionsResponse.ApiVersion;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Listens on 127.0.0.1 and does what its script says with each request; what has no script is kept for takeReceived().
 * It answers ApiVersions with all that we know, unless a script says otherwise.
 */
public final class FakeBroker implements AutoCloseable {
    private static final long WAIT_SECONDS = 20;
    private static final int FRAME_BYTES_MAX = 64 * 1024 * 1024;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<ApiKey, Consumer<Received>> scripts = new ConcurrentHashMap<>();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Channel listener;

    private FakeBroker() {
        on(ApiKey.API_VERSIONS, request -> request.connection().answer(request, announcing(everyRange())));
        listener = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferWaterMark.DEFAULT)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        clients.add(client);
                        client.pipeline()
                                .addLast(
                                        new LengthFieldBasedFrameDecoder(FRAME_BYTES_MAX, 0, 4, 0, 4),
                                        new Reader(new FakeConnection(client)));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    public static FakeBroker start() {
        return new FakeBroker();
    }

    public BrokerAddress address() {
        return new BrokerAddress("127.0.0.1", ((InetSocketAddress) listener.localAddress()).getPort());
    }

    public FakeBroker on(ApiKey api, Consumer<Received> script) {
        scripts.put(api, script);
        return this;
    }

    /** Announces these ranges to whoever connects from now on. */
    public FakeBroker announce(Map<ApiKey, int[]> ranges) {
        return on(ApiKey.API_VERSIONS, request -> request.connection().answer(request, announcing(ranges)));
    }

    /** The next request without a script. */
    public Received takeReceived() throws InterruptedException {
        Received next = received.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no request came within " + WAIT_SECONDS + " s");
        }
        return next;
    }

    public int receivedCount() {
        return received.size();
    }

    /** Every API that we know, from its lowest to its highest version. */
    public static Map<ApiKey, int[]> everyRange() {
        Map<ApiKey, int[]> ranges = new EnumMap<>(ApiKey.class);
        for (ApiKey api : ApiKey.values()) {
            ranges.put(api, new int[] {api.lowestVersion(), api.highestVersion()});
        }
        return ranges;
    }

    public static ApiVersionsResponse announcing(Map<ApiKey, int[]> ranges) {
        List<ApiVersion> apis = new ArrayList<>();
        ranges.forEach((api, range) -> apis.add(
                new ApiVersion().apiKey(api.id()).minVersion((short) range[0]).maxVersion((short) range[1])));
        return new ApiVersionsResponse().apiKeys(apis);
    }

    @Override
    public void close() {
        received.forEach(request -> request.body().release());
        clients.close().awaitUninterruptibly();
        group.shutdownGracefully(0, WAIT_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private final class Reader extends SimpleChannelInboundHandler<ByteBuf> {
        private final FakeConnection connection;

        Reader(FakeConnection connection) {
            this.connection = connection;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
            Received request = Received.read(connection, frame);
            Consumer<Received> script = scripts.get(request.api());
            if (script == null) {
                received.add(request);
            } else {
                script.accept(request);
                request.body().release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
