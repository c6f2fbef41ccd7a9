internal import Crypto
internal import FoundationEssentials

/// One step of a schema: trusted SQL that is run once, in order.
public struct Migration: Sendable, Hashable {
    /// The step's number; steps are numbered from 1 without gaps.
    public let version: Int

    /// What the step does, in a word or a few, such as `vote_index`.
    public let name: String

    /// The SQL text, which must not begin or end a transaction.
    public let sql: String

    /// The SHA-256 of the text's bytes.
    public let checksum: [UInt8]

    /// Makes a migration out of its parts.
    public init(version: Int, name: String, sql: String) {
        self.version = version
        self.name = name
        self.sql = sql
        checksum = Array(SHA256.hash(data: Array(sql.utf8)))
    }

    /// How messages name it: the number with leading zeros and the name, as its file does.
    public var label: String { Self.label(version, name) }

    static func label(_ version: Int, _ name: String) -> String {
        let digits = "\(version)"
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_" + name
    }
}

extension Migration {
    /// Reads all files `NNNN_name.sql` of a directory, in order.
    ///
    /// - Throws: ``MigrationError`` for a directory or file that cannot be read, a name that does not fit, a number
    ///   given twice or left out.
    public static func load(directory: String) throws -> [Migration] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw MigrationError(code: .unreadable, message: "the directory \(directory) cannot be read")
        }
        let files = try names.filter { $0.hasSuffix(".sql") }.sorted().map { name in
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)") else {
                throw MigrationError(code: .unreadable, message: "the file \(directory)/\(name) cannot be read")
            }
            return (name: name, bytes: Array(data))
        }
        return try load(files: files)
    }

    /// Makes migrations out of files' names and bytes, for files that do not lie in a directory.
    ///
    /// - Throws: ``MigrationError`` for a name that does not fit, text that is not UTF-8, a number given twice or left
    ///   out.
    public static func load(files: [(name: String, bytes: [UInt8])]) throws -> [Migration] {
        let migrations = try files.map { file in
            let (version, name) = try parse(file.name)
            guard let sql = String(validating: file.bytes, as: UTF8.self) else {
                throw MigrationError(code: .unreadable, message: "\(file.name) is not UTF-8 text")
            }
            return Migration(version: version, name: name, sql: sql)
        }
        return try ordered(migrations)
    }

    /// The migrations in order, once their numbers have been found to go from 1 without gaps.
    static func ordered(_ migrations: [Migration]) throws -> [Migration] {
        let sorted = migrations.sorted { $0.version < $1.version }
        for (index, migration) in sorted.enumerated() {
            if index > 0, sorted[index - 1].version == migration.version {
                throw MigrationError(
                    code: .misnumbered,
                    message: "\(sorted[index - 1].label) and \(migration.label) have the same number; renumber one"
                )
            }
            guard migration.version == index + 1 else {
                throw MigrationError(
                    code: .misnumbered,
                    message: "number \(index + 1) is missing before \(migration.label); numbers go from 1 without gaps"
                )
            }
        }
        return sorted
    }

    private static func parse(_ file: String) throws -> (version: Int, name: String) {
        let problem = MigrationError(
            code: .misnumbered,
            message: "the file name \(file) does not fit NNNN_name.sql (four digits, lower-case letters, digits, _)"
        )
        guard file.hasSuffix(".sql") else { throw problem }
        let parts = file.dropLast(4).split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
            let version = Int(parts[0]), version > 0, !parts[1].isEmpty,
            parts[1].utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 95 })
        else { throw problem }
        return (version, String(parts[1]))
    }
}
