import ArgumentParser
import Configuration
import Foundation
import SystemPackage

/// Reads settings in their order of precedence: flag, environment, file, default.
struct SettingsReader {
    private let reader: ConfigReader

    /// - Throws: `ValidationError` when the file named by the configuration key cannot be read.
    init(flags: FlagValues, environment: [String: String] = ProcessInfo.processInfo.environment) async throws {
        // One prefix keeps the program's variables apart from everybody else's; DATABASE_URL is everybody's.
        var own: [String: String] = [:]
        for (name, value) in environment {
            if name == SettingKeys.databaseURL.environmentVariable { own[name] = value }
            if name.hasPrefix("ARENA_"), name != "ARENA_DATABASE_URL" {
                own[String(name.dropFirst("ARENA_".count))] = value
            }
        }
        let variables = EnvironmentVariablesProvider(
            environmentVariables: own,
            secretsSpecifier: .specific([
                SettingKeys.databaseURL.environmentVariable,
                String(SettingKeys.readDatabaseURL.environmentVariable.dropFirst("ARENA_".count)),
            ])
        )
        let first: [any ConfigProvider] = [flags.provider, variables]
        let path = try await ConfigReader(providers: first).fetchString(forKey: ConfigKey(SettingKeys.config.name))
        guard let path else {
            reader = ConfigReader(providers: first)
            return
        }
        do {
            reader = ConfigReader(providers: first + [try await FileProvider<JSONSnapshot>(filePath: FilePath(path))])
        } catch {
            throw ValidationError("The configuration file \(path) cannot be read: \(error)")
        }
    }

    func string(_ key: SettingKey<String>) async throws -> String? {
        try await read(key) { try await reader.fetchString(forKey: $0, isSecret: key.isSecret) }
    }

    func int(_ key: SettingKey<Int>, in range: ClosedRange<Int>) async throws -> Int {
        let value =
            try await read(key) { try await reader.fetchInt(forKey: $0, isSecret: key.isSecret) } ?? range.lowerBound
        guard range.contains(value) else {
            throw ValidationError(
                "\(key.name) is \(value), which is not between \(range.lowerBound) and \(range.upperBound)."
            )
        }
        return value
    }

    /// A number that need not be set.
    func optionalInt(_ key: SettingKey<Int>, in range: ClosedRange<Int>) async throws -> Int? {
        guard try await read(key, { try await reader.fetchInt(forKey: $0, isSecret: key.isSecret) }) != nil else {
            return nil
        }
        return try await int(key, in: range)
    }

    func bool(_ key: SettingKey<Bool>) async throws -> Bool {
        try await read(key) { try await reader.fetchBool(forKey: $0, isSecret: key.isSecret) } ?? false
    }

    private func read<Value>(
        _ key: SettingKey<Value>,
        _ fetch: (ConfigKey) async throws -> Value?
    ) async throws -> Value? {
        do {
            return try await fetch(ConfigKey(key.name)) ?? key.fallback
        } catch {
            let wanted =
                Value.self == Int.self ? "a whole number" : Value.self == Bool.self ? "true or false" : "a text"
            throw ValidationError("The setting \(key.name) [\(key.environmentVariable)] is not \(wanted).")
        }
    }
}
