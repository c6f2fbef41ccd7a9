extension PrivatePostgres {
    /// How to reach the database of a directory that another process owns, and who that is.
    /// - Parameter dataDirectory: The directory, as its owner was given it.
    /// - Returns: Nil when nobody owns the directory, or there is none.
    /// - Throws: ``PrivatePostgresError``, with the code `notReady` when the owner's server does not accept
    ///   connections at the moment.
    public static func attach(
        dataDirectory: String
    ) throws -> (connectionString: String, ownerPid: Int32, purpose: String)? {
        guard let directory = try DataDirectory.existing(dataDirectory),
            let note = try DirectoryLock.holder(path: directory.lock)
        else { return nil }
        guard let connectionString = note.connectionString, let processID = note.processID else {
            throw PrivatePostgresError.notReady(note.owner, directory: directory.path)
        }
        return (connectionString, processID, note.purpose)
    }
}
