package dev.paddock.broker.peer;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Paddock and Apache Kafka 3.9.1 take turns on one ZooKeeper and the same folders, after orderly ends and after kill -9, and
 * each serves exactly what the other did.
 */
class DiskContractIT {
    private PeerHome home;
    private Workload work;

    @BeforeEach
    void open() throws Exception {
        home = new PeerHome();
        work = new Workload(home, 1);
    }

    @AfterEach
    void close() throws Exception {
        work.close();
        home.close();
    }

    @Test
    void shouldHandTheFoldersToAndFro() throws Exception {
        // given: Apache Kafka has written everything that it can, and is killed
        PeerBroker kafka = home.kafka();
        work.createTopics();
        work.round();
        work.transactions();
        KafkaExtras extras = new KafkaExtras(home);
        extras.write();
        Sequences sequences = new Sequences(home, "counted");
        sequences.append();
        work.awaitCompaction("kept");
        Picture written = picture();
        kafka.kill();

        // when, then: Paddock serves it, and goes on
        PeerBroker paddock = home.paddock();
        picture().assertSameAs(written);
        sequences.continueOnTheOtherBroker();
        work.changeTopics();
        work.round();
        work.awaitCompaction("kept");
        Picture continued = picture();
        paddock.stop();
        paddock.assertNoProblems();

        // when, then: and Apache Kafka again
        PeerBroker kafkaAgain = home.kafka("log.cleaner.enable", "false");
        picture().assertSameAs(continued);
        extras.assertThere();
        sequences.continueOnTheOtherBroker();
        work.abortTheOpenTransaction();
        work.round();
        Picture back = picture();
        kafkaAgain.stop();
        kafkaAgain.assertNoProblems();
        home.assertNoStrays();

        // when, then: after an orderly end too
        PeerBroker paddockAgain = home.paddock("log.cleaner.enable", "false");
        picture().assertSameAs(back);
        sequences.continueOnTheOtherBroker();
        work.round();
        Picture last = picture();
        paddockAgain.kill();
        paddockAgain.assertNoProblems();

        // when, then: and with Paddock killed
        PeerBroker kafkaAtLast = home.kafka("log.cleaner.enable", "false");
        picture().assertSameAs(last);
        sequences.continueOnTheOtherBroker();
        kafkaAtLast.assertNoProblems();
        home.assertNoStrays();
    }

    @Test
    @Tag("long")
    void shouldBeginWithPaddock() throws Exception {
        // given
        PeerBroker paddock = home.paddock();
        work.createTopics();
        work.round();
        Sequences sequences = new Sequences(home, "counted");
        sequences.append();
        paddock.stop();
        new SegmentDump(home).assertNoComplaints(List.of("kept-0"));
        home.paddock().kill();
        PeerBroker third = home.paddock();
        work.round();
        work.awaitCompaction("kept");
        Picture written = picture();
        third.kill();
        new SegmentDump(home).assertNoComplaints(List.of("kept-0"));

        // when
        PeerBroker kafka = home.kafka("log.cleaner.enable", "false");

        // then
        picture().assertSameAs(written);
        sequences.continueOnTheOtherBroker();
        kafka.assertNoProblems();
        home.assertNoStrays();
    }

    /**
     * Where a compacted segment once had a time, in a batch of which only the header is left, Apache Kafka looks for it and
     * finds nothing; we find the next record.
     */
    private Picture picture() throws Exception {
        return Picture.of(home.bootstrap(), Set.of("kept"));
    }
}
