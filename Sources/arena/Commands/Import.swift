import ArenaCore
import ArenaFormats
import ArenaStore
import ArgumentParser
import Crypto
import Foundation

/// `arena import`: reads public battle data into the log.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Import public battle data into the battle log.",
        discussion: """
            Reads LMArena's 33k record (JSON lines or a JSON array) and CSV with the columns model_a, model_b, winner and, if \
            there, question_id, tstamp, judge, prompt, language; plain or gzipped, recognised by content. Every file is \
            checked whole before anything is stored. Importing a file again adds nothing: battles with an id of their own \
            are known by it, others by their file, also when it has grown at its end.
            """
    )

    @Argument(help: ArgumentHelp("The files to import.", valueName: "file")) var files: [String]
    @Flag(help: "Leave out records that are not battles, and list them, instead of stopping at the first.")
    var skipInvalid = false
    @Option(help: "The name that the battles' source carries. Default: the file's name.") var name: String?
    @OptionGroup(title: "Database") var database: DatabaseOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func run() async throws {
        for file in files where !FileManager.default.isReadableFile(atPath: file) {
            throw ValidationError("\(file) cannot be read: there is no such file, or it may not be read.")
        }
        let setup = try await CommandSetup(database, common)
        try await CommandRunner.withDatabase(setup, purpose: "arena import") { database in
            try await load(into: database)
        }
    }

    private func load(into database: Database) async throws {
        let store = ImportedFileStore(pool: database.pool)
        let known = try await store.all()
        let checks = try files.map { try check($0, known: known) }
        ModelNames.warn(about: checks.reduce(into: []) { $0.formUnion($1.names) })

        let key = SymmetricKey(data: try await SecretStore(pool: database.pool).secret("voter"))
        for check in checks {
            let start = ContinuousClock.now
            let editions = check.editions(known: known)
            for edition in editions { try await store.remember(edition, name: check.path) }
            var importer = BattleImporter(
                pool: database.pool,
                pseudonyms: VoterPseudonyms(key: key),
                name: name ?? Self.sourceName(check.path)
            )
            let battles = FileBattles(path: check.path, editions: editions)
            var bar = ProgressBar("importing")
            var batch = try await battles.nextBatch()
            while !batch.isEmpty {
                try Task.checkCancellation()
                async let next = battles.nextBatch()
                try await importer.write(batch)
                batch = try await next
                let done = importer.report.added + importer.report.present
                bar.update(fraction: Double(done) / Double(max(check.battles, 1)), count: done)
            }
            bar.finish()
            Console.result(summary(of: importer.report, check, took: start.duration(to: .now)))
        }
    }

    private func check(_ path: String, known: [ImportedFileStore.File]) throws -> FileCheck {
        var bar = ProgressBar("checking ")
        defer { bar.finish() }
        let check = try FileCheck(path: path, known: known, skipsInvalid: skipInvalid) { reader, count in
            let (read, total) = reader.progress
            bar.update(fraction: total > 0 ? Double(read) / Double(total) : 0, count: count)
        }
        bar.finish()
        for problem in check.problems { Console.note("left out: \(problem)") }
        if !check.ignoredColumns.isEmpty {
            Console.note("\(path): columns not read: \(check.ignoredColumns.joined(separator: ", "))")
        }
        return check
    }

    private func summary(of report: ImportReport, _ check: FileCheck, took duration: Duration) -> String {
        let seconds = duration / .seconds(1)
        let rate = Int(Double(report.added) / max(seconds, 0.001))
        var parts = [
            "\(Numbers.counted(report.added, "battle", "battles")) added",
            "\(Numbers.grouped(report.present)) already there",
        ]
        if !check.problems.isEmpty { parts.append("\(Numbers.grouped(check.problems.count)) left out") }
        parts.append(Numbers.counted(report.newModels, "new model", "new models"))
        parts.append(Numbers.counted(report.newPrompts, "new prompt", "new prompts"))
        parts.append(Numbers.counted(report.newResponses, "new response", "new responses"))
        let time = String(format: "%.1f s", seconds)
        return "\(check.path): \(parts.joined(separator: ", ")) (\(time), \(Numbers.grouped(rate))/s)\n"
    }

    private static func sourceName(_ path: String) -> String {
        let file = URL(filePath: path).lastPathComponent
        return String(file.prefix { $0 != "." }).isEmpty ? file : String(file.prefix { $0 != "." })
    }
}
