package dev.paddock.coordinator.zk;

/** Is told of this broker's registrations, on the registration's own thread. */
public interface RegistrationListener {
    /**
     * Before the znode is created by a session: the moment to remember the session on disk, so that the next run can end
     * it should this process die.
     */
    void registering(ZkSession session);

    /** The znode is there, owned by this session; after an expiry this comes again, with a higher epoch. */
    void registered(long brokerEpoch, long sessionId);

    /** After an expiry another broker has taken the id. It is tried again until this registration is closed. */
    void refused(BrokerIdRefusedException reason);
}
