/// Who sees to it that battles refer to what is stored.
///
/// The schema's foreign keys look up every row's references one by one, five for a vote, which took two thirds of the
/// database's time for a batch. ``BattleBatch`` and ``BulkReferences`` look up and lock the same rows in one statement for a
/// batch, by whoever's connection: nothing can be stored that the keys would refuse. Where the role may, the connections on
/// which votes are written put the keys aside, which then need not do it again.
public enum ForeignKeys {
    /// Has a session write without the foreign keys, where its role may.
    ///
    /// Only for connections on which nothing is written but what checks its references itself: battles, withdrawals,
    /// checkpoints. For the whole session, since every change of the setting has the server plan all its statements anew.
    public static let putAside = """
        DO $$ BEGIN
            SET session_replication_role = replica;
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END $$;
        """
}
