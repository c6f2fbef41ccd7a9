import ArgumentParser

/// Flags of every command that uses the database.
struct DatabaseOptions: ParsableArguments {
    @Option(help: SettingKeys.databaseURL.help) var databaseURL: String?
    @Option(help: SettingKeys.dataDirectory.help) var dataDirectory: String?
    @Option(help: SettingKeys.postgresBinaries.help) var postgresBinaries: String?
    @Option(help: SettingKeys.poolSize.help) var poolSize: Int?
    @Option(help: SettingKeys.poolWait.help) var poolWait: Int?
    @Option(help: SettingKeys.statementTimeout.help) var statementTimeout: Int?
    @Option(help: SettingKeys.lockTimeout.help) var lockTimeout: Int?
    @Option(help: SettingKeys.idleTransactionTimeout.help) var idleTransactionTimeout: Int?
    @Flag(inversion: .prefixedNo, help: SettingKeys.allowUnsafeDurability.help) var allowUnsafeDurability: Bool?
    @Option(help: SettingKeys.migrations.help) var migrations: String?

    func collect(into flags: inout FlagValues) {
        flags.set(SettingKeys.databaseURL, databaseURL)
        flags.set(SettingKeys.dataDirectory, dataDirectory)
        flags.set(SettingKeys.postgresBinaries, postgresBinaries)
        flags.set(SettingKeys.poolSize, poolSize)
        flags.set(SettingKeys.poolWait, poolWait)
        flags.set(SettingKeys.statementTimeout, statementTimeout)
        flags.set(SettingKeys.lockTimeout, lockTimeout)
        flags.set(SettingKeys.idleTransactionTimeout, idleTransactionTimeout)
        flags.set(SettingKeys.allowUnsafeDurability, allowUnsafeDurability)
        flags.set(SettingKeys.migrations, migrations)
    }
}
