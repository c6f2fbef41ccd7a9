import ArgumentParser

/// Flags of `arena serve`.
struct ServerOptions: ParsableArguments {
    @Option(help: SettingKeys.host.help) var host: String?
    @Option(help: SettingKeys.port.help) var port: Int?
    @Option(help: SettingKeys.pages.help) var pages: String?
    @Option(help: SettingKeys.maximumBodyBytes.help) var maximumBodyBytes: Int?
    @Option(help: SettingKeys.maximumHeaderBytes.help) var maximumHeaderBytes: Int?
    @Option(help: SettingKeys.requestTimeout.help) var requestTimeout: Int?
    @Option(help: SettingKeys.idleTimeout.help) var idleTimeout: Int?
    @Option(help: SettingKeys.shutdownTimeout.help) var shutdownTimeout: Int?
    @Flag(inversion: .prefixedNo, help: SettingKeys.secureCookies.help) var secureCookies: Bool?
    @Option(help: SettingKeys.ticketLifetime.help) var ticketLifetime: Int?
    @Option(help: SettingKeys.pollInterval.help) var pollInterval: Int?
    @Option(help: SettingKeys.publishInterval.help) var publishInterval: Int?
    @Flag(inversion: .prefixedNo, help: SettingKeys.empty.help) var empty: Bool?
    @Option(help: SettingKeys.adminHost.help) var adminHost: String?
    @Option(help: SettingKeys.adminPort.help) var adminPort: Int?
    @Option(help: SettingKeys.voteTimeout.help) var voteTimeout: Int?
    @Option(help: SettingKeys.readyWithin.help) var readyWithin: Int?
    @Option(help: SettingKeys.maximumStreams.help) var maximumStreams: Int?
    @Option(help: SettingKeys.readDatabaseURL.help) var readDatabaseURL: String?
    @Option(help: SettingKeys.trustedProxies.help) var trustedProxies: String?

    func collect(into flags: inout FlagValues) {
        flags.set(SettingKeys.host, host)
        flags.set(SettingKeys.port, port)
        flags.set(SettingKeys.pages, pages)
        flags.set(SettingKeys.maximumBodyBytes, maximumBodyBytes)
        flags.set(SettingKeys.maximumHeaderBytes, maximumHeaderBytes)
        flags.set(SettingKeys.requestTimeout, requestTimeout)
        flags.set(SettingKeys.adminHost, adminHost)
        flags.set(SettingKeys.adminPort, adminPort)
        flags.set(SettingKeys.voteTimeout, voteTimeout)
        flags.set(SettingKeys.readyWithin, readyWithin)
        flags.set(SettingKeys.maximumStreams, maximumStreams)
        flags.set(SettingKeys.idleTimeout, idleTimeout)
        flags.set(SettingKeys.shutdownTimeout, shutdownTimeout)
        flags.set(SettingKeys.secureCookies, secureCookies)
        flags.set(SettingKeys.ticketLifetime, ticketLifetime)
        flags.set(SettingKeys.pollInterval, pollInterval)
        flags.set(SettingKeys.readDatabaseURL, readDatabaseURL)
        flags.set(SettingKeys.trustedProxies, trustedProxies)
        flags.set(SettingKeys.publishInterval, publishInterval)
        flags.set(SettingKeys.empty, empty)
    }
}
