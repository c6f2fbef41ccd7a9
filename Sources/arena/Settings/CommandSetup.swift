import Logging

/// What every command that uses the database does first: settings read, logging set up.
struct CommandSetup: Sendable {
    let reader: SettingsReader
    let logger: Logger
    let database: DatabaseSettings

    /// Reads the settings of a command's flags, the environment and the file.
    init(_ database: DatabaseOptions, _ common: CommonOptions, _ server: ServerOptions? = nil) async throws {
        var flags = FlagValues()
        database.collect(into: &flags)
        common.collect(into: &flags)
        server?.collect(into: &flags)
        reader = try await SettingsReader(flags: flags)
        logger = try await ProgramLog.start(reader)
        self.database = try await DatabaseSettings(reader)
    }
}
