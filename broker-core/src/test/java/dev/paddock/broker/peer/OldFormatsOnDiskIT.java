package dev.paddock.broker.peer;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A folder of many years ago: Apache Kafka wrote message sets of the formats 0 and 1 into it, before there were topic ids. */
@Tag("long")
class OldFormatsOnDiskIT {
    private PeerHome home;
    private Workload work;

    @BeforeEach
    void open() throws Exception {
        home = new PeerHome();
        work = new Workload(home, 2);
    }

    @AfterEach
    void close() throws Exception {
        work.close();
        home.close();
    }

    @Test
    void shouldServeMessageSetsThatLieOnTheDisk() throws Exception {
        // given
        PeerBroker kafka =
                home.kafka("inter.broker.protocol.version", "0.10.2", "log.message.format.version", "0.10.2");
        work.createOldTopics();
        work.oldRound();
        work.awaitCompaction("old-kept");
        Picture written = picture();
        kafka.kill();

        // when
        PeerBroker paddock = home.paddock("log.cleaner.enable", "false");

        // then
        picture().assertSameAs(written);
        paddock.assertNoProblems();

        // when
        work.oldRound();
        Picture continued = picture();
        paddock.stop();
        new SegmentDump(home).assertNoComplaints(List.of("old-kept-0"));
        PeerBroker kafkaAgain = home.kafka("log.cleaner.enable", "false");

        // then
        picture().assertSameAs(continued);
        kafkaAgain.assertNoProblems();
        home.assertNoStrays();
    }

    /** Apache Kafka 3.9 gives ids to these topics when it is new again. The oldest had no timestamps. */
    private Picture picture() throws Exception {
        return Picture.of(home.bootstrap(), Set.of("oldest", "old-kept")).withoutIds();
    }
}
