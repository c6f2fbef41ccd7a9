import PrivatePostgres

/// Which database a command uses and how it treats it.
struct DatabaseSettings: Sendable {
    let url: String?
    let dataDirectory: String
    let binaries: String?
    let poolSize: Int
    let poolWait: Duration
    let statementTimeout: Duration
    let lockTimeout: Duration
    let idleTransactionTimeout: Duration
    let allowsUnsafeDurability: Bool
    let migrations: String?

    init(_ reader: SettingsReader) async throws {
        let seconds = 0...86_400
        url = try await reader.string(SettingKeys.databaseURL).flatMap { $0.isEmpty ? nil : $0 }
        dataDirectory = try await reader.string(SettingKeys.dataDirectory) ?? DefaultDataDirectory.path
        binaries = try await reader.string(SettingKeys.postgresBinaries)
        poolSize = try await reader.int(SettingKeys.poolSize, in: 2...1000)
        poolWait = .seconds(try await reader.int(SettingKeys.poolWait, in: 1...3600))
        statementTimeout = .seconds(try await reader.int(SettingKeys.statementTimeout, in: seconds))
        lockTimeout = .seconds(try await reader.int(SettingKeys.lockTimeout, in: seconds))
        idleTransactionTimeout = .seconds(try await reader.int(SettingKeys.idleTransactionTimeout, in: seconds))
        allowsUnsafeDurability = try await reader.bool(SettingKeys.allowUnsafeDurability)
        migrations = try await reader.string(SettingKeys.migrations)
    }
}
