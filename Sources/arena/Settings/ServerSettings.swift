import ArenaCore
import ArenaHTTP
import ArgumentParser

/// What `arena serve` is told beyond the database.
struct ServerSettings: Sendable {
    let http: HTTPConfiguration
    let ledger: LedgerService.Configuration
    let pages: String?
    /// Where metrics are served, if anywhere.
    let admin: (host: String, port: Int)?
    let shutdownTimeout: Duration
    let ticketLifetime: Duration
    let isEmpty: Bool
    /// Connection string of a replica, if there is one to read from.
    let readDatabaseURL: String?

    init(_ reader: SettingsReader) async throws {
        var http = HTTPConfiguration()
        http.host = try await reader.string(SettingKeys.host) ?? http.host
        http.port = try await reader.int(SettingKeys.port, in: 0...65_535)
        http.maximumBodyBytes = try await reader.int(SettingKeys.maximumBodyBytes, in: 1024...16_777_216)
        http.maximumHeaderBytes = try await reader.int(SettingKeys.maximumHeaderBytes, in: 1024...1_048_576)
        http.requestTimeout = .seconds(try await reader.int(SettingKeys.requestTimeout, in: 1...3600))
        http.idleTimeout = .seconds(try await reader.int(SettingKeys.idleTimeout, in: 1...3600))
        http.voteTimeout = .seconds(try await reader.int(SettingKeys.voteTimeout, in: 1...3600))
        http.readyWithin = .seconds(try await reader.int(SettingKeys.readyWithin, in: 1...3600))
        http.maximumStreams = try await reader.int(SettingKeys.maximumStreams, in: 0...1_000_000)
        http.secureCookies = try await reader.bool(SettingKeys.secureCookies)
        do {
            http.trustedProxies = try TrustedProxies(try await reader.string(SettingKeys.trustedProxies) ?? "")
        } catch let error as TrustedProxies.Malformed {
            throw ValidationError("\(SettingKeys.trustedProxies.name): \(error)")
        }
        self.http = http
        ledger = LedgerService.Configuration(
            pollInterval: .milliseconds(try await reader.int(SettingKeys.pollInterval, in: 10...60_000)),
            publishInterval: .milliseconds(try await reader.int(SettingKeys.publishInterval, in: 10...60_000))
        )
        let adminHost = try await reader.string(SettingKeys.adminHost) ?? ""
        admin = try await reader.optionalInt(SettingKeys.adminPort, in: 0...65_535).map { (adminHost, $0) }
        pages = try await reader.string(SettingKeys.pages)
        shutdownTimeout = .seconds(try await reader.int(SettingKeys.shutdownTimeout, in: 1...3600))
        ticketLifetime = .seconds(try await reader.int(SettingKeys.ticketLifetime, in: 1...31_536_000))
        readDatabaseURL = try await reader.string(SettingKeys.readDatabaseURL).flatMap { $0.isEmpty ? nil : $0 }
        isEmpty = try await reader.bool(SettingKeys.empty)
    }
}
