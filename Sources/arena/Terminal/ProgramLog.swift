import ArgumentParser
import Logging

/// The program's logger: to standard error, so that results stay clean.
enum ProgramLog {
    /// Sets logging up, once, with the least severe level that the settings name.
    static func start(_ reader: SettingsReader) async throws -> Logger {
        let name = try await reader.string(SettingKeys.logLevel) ?? ""
        guard let level = Logger.Level(rawValue: name) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("The setting log-level is \(name), which is none of \(levels).")
        }
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        return Logger(label: "arena")
    }
}
