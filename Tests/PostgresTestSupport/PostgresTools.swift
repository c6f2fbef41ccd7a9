/// The programs that come with the server, run as an operator does.
public enum PostgresTools {
    /// Runs a program to its end; throws with what it wrote if it fails.
    ///
    /// - Parameter name: such as `pg_dump`.
    public static func run(_ name: String, _ arguments: [String]) async throws {
        _ = try await Command.run(try ServerPrograms.find().path(name), arguments)
    }
}
