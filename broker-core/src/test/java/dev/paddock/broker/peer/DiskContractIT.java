package dev.paddock.broker.peer;

import java.util.List;
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
        Picture written = Picture.of(home.bootstrap());
        kafka.kill();

        // when, then: Paddock serves it, and goes on
        PeerBroker paddock = home.paddock();
        Picture.of(home.bootstrap()).assertSameAs(written);
        sequences.continueOnTheOtherBroker();
        work.changeTopics();
        work.round();
        Picture continued = Picture.of(home.bootstrap());
        paddock.stop();
        paddock.assertNoProblems();

        // when, then: and Apache Kafka again
        PeerBroker kafkaAgain = home.kafka("log.cleaner.enable", "false");
        Picture.of(home.bootstrap()).assertSameAs(continued);
        extras.assertThere();
        sequences.continueOnTheOtherBroker();
        work.abortTheOpenTransaction();
        work.round();
        Picture back = Picture.of(home.bootstrap());
        kafkaAgain.stop();
        kafkaAgain.assertNoProblems();
        home.assertNoStrays();

        // when, then: after an orderly end too
        PeerBroker paddockAgain = home.paddock("log.cleaner.enable", "false");
        Picture.of(home.bootstrap()).assertSameAs(back);
        sequences.continueOnTheOtherBroker();
        work.round();
        Picture last = Picture.of(home.bootstrap());
        paddockAgain.kill();
        paddockAgain.assertNoProblems();

        // when, then: and with Paddock killed
        PeerBroker kafkaAtLast = home.kafka("log.cleaner.enable", "false");
        Picture.of(home.bootstrap()).assertSameAs(last);
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
        Picture written = Picture.of(home.bootstrap());
        third.kill();
        new SegmentDump(home).assertNoComplaints(List.of("kept-0"));

        // when
        PeerBroker kafka = home.kafka("log.cleaner.enable", "false");

        // then
        Picture.of(home.bootstrap()).assertSameAs(written);
        sequences.continueOnTheOtherBroker();
        kafka.assertNoProblems();
        home.assertNoStrays();
    }
}
