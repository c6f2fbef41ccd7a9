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
            Reads LMArena's releases of 33k (JSON lines or a JSON array), 55k (CSV), 100k and 140k battles, FastChat's \
            conversation log (votes on pairs; other lines are passed over), and CSV with the columns model_a, model_b, winner \
            and, if there, question_id, tstamp, judge, prompt, response_a, response_b, language; plain or gzipped, recognised \
            by content. Every file is \
            checked whole before anything is stored. Importing a file again adds nothing: battles with an id of their own \
            are known by it, time, judge and models (where there is no time, by their number among equal ones of their file), \
            others by their file, also when it has grown at its end (a file \
            that was cut short is another file).
            """
    )

    @Argument(help: ArgumentHelp("The files to import.", valueName: "file")) var files: [String]
    @Flag(help: "Leave out records that are not battles, and list them, instead of stopping at the first.")
    var skipInvalid = false
    @Option(help: "The name that the battles' source carries. Default: the file's name.") var name: String?
    @OptionGroup(title: "Database") var database: DatabaseOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func run() async throws {
        for file in files {
            guard FileManager.default.isReadableFile(atPath: file) else {
                throw ValidationError("\(file) cannot be read: there is no such file, or it may not be read.")
            }
            let type = try URL(filePath: file).resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey])
            guard type.isRegularFile == true else {
                throw ValidationError(
                    "\(file) is no plain file: it is read twice, which a pipe or a directory cannot be."
                )
            }
        }
        if let name, name.isEmpty || name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        {
            throw ValidationError("--name must say something, in one line.")
        }
        let setup = try await CommandSetup(database, common)
        try await CommandRunner.withDatabase(setup, purpose: "arena import", creating: true) { database in
            try await load(into: database)
        }
    }

    private func load(into database: Database) async throws {
        let store = ImportedFileStore(pool: database.pool)
        var known = try await store.all()
        var checks: [(file: FileCheck, editions: [ImportedFileStore.File])] = []
        for path in files {
            let file = try check(path, known: known)
            let editions = file.editions(known: known)
            checks.append((file, editions))
            // A later file of the same command may be a longer edition of this one.
            known += editions.filter { !known.contains($0) }
        }
        ModelNames.warn(about: checks.reduce(into: []) { $0.formUnion($1.file.names) })

        let key = SymmetricKey(data: try await SecretStore(pool: database.pool).secret("voter"))
        for (check, editions) in checks {
            let start = ContinuousClock.now
            for edition in editions { try await store.remember(edition, name: check.path) }
            var importer = BattleImporter(
                pool: database.pool,
                pseudonyms: VoterPseudonyms(key: key),
                name: name ?? Self.sourceName(check.path)
            )
            let battles = FileBattles(check, editions: editions, skipsInvalid: skipInvalid)
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
            guard importer.report.added + importer.report.present == check.battles else {
                throw Refusal("\(check.path) changed while it was imported: import it again.")
            }
            try Console.result(summary(of: importer.report, check, took: start.duration(to: .now)))
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
