import ArgumentParser

/// Flags of every command.
struct CommonOptions: ParsableArguments {
    @Option(help: SettingKeys.config.help) var config: String?
    @Option(help: SettingKeys.logLevel.help) var logLevel: String?

    func collect(into flags: inout FlagValues) {
        flags.set(SettingKeys.config, config)
        flags.set(SettingKeys.logLevel, logLevel)
    }
}
