import FoundationEssentials
import Subprocess
import SystemPackage

/// One installation of PostgreSQL's server programs.
struct ServerBinaries: Sendable {
    let directory: String
    /// The version as the programs tell it, such as `15.18`.
    let version: String
    let major: Int

    var postgres: String { directory + "/postgres" }
    var initdb: String { directory + "/initdb" }
    var psql: String { directory + "/psql" }

    /// The installation to use: the one asked for, or the best found.
    /// - Parameters:
    ///   - directory: The directory asked for, or nil to look in the usual places.
    ///   - clusterMajor: The major version of the existing cluster, which only the same major version can run.
    static func select(
        directory: String?,
        clusterMajor: Int?,
        cluster: String,
        programs: ServerPrograms
    ) async throws -> ServerBinaries {
        var found: [ServerBinaries] = []
        let places =
            if let directory { [try DataDirectory.absolute(directory)] } else { try await candidates(programs) }
        for candidate in places {
            guard let binaries = try await inspect(candidate, programs) else { continue }
            if clusterMajor == nil || clusterMajor == binaries.major { return binaries }
            if !found.contains(where: { $0.major == binaries.major }) { found.append(binaries) }
        }
        guard let clusterMajor, !found.isEmpty else { throw notFound(in: directory) }
        let versions = found.map { "\($0.version) in \($0.directory)" }.joined(separator: ", ")
        throw PrivatePostgresError(
            .versionMismatch,
            """
            the cluster \(cluster) was made by PostgreSQL \(clusterMajor), and the server programs here are \
            \(versions). Install PostgreSQL \(clusterMajor) beside it (apt install postgresql-\(clusterMajor)), or \
            upgrade the cluster with pg_upgrade, or choose another directory with --data-directory.
            """
        )
    }

    /// What follows `postgres (PostgreSQL) ` in the program's own words, up to the next blank.
    static func parse(versionLine: String) -> (version: String, major: Int)? {
        guard let parenthesis = versionLine.firstIndex(of: ")") else { return nil }
        let version = versionLine[versionLine.index(after: parenthesis)...]
            .drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
        guard let major = Int(version.prefix { $0.isASCII && $0.isNumber }) else { return nil }
        return (String(version), major)
    }

    private static func inspect(_ directory: String, _ programs: ServerPrograms) async throws -> ServerBinaries? {
        for name in ["postgres", "initdb", "psql"]
        where !FileManager.default.isExecutableFile(atPath: "\(directory)/\(name)") {
            return nil
        }
        let result: ServerPrograms.Result
        do {
            result = try await programs.run(path: directory + "/postgres", arguments: ["--version"])
        } catch is SubprocessError {
            return nil
        }
        guard result.succeeded, let (version, major) = parse(versionLine: result.output) else { return nil }
        return ServerBinaries(directory: directory, version: version, major: major)
    }

    private static func candidates(_ programs: ServerPrograms) async throws -> [String] {
        let debian = "/usr/lib/postgresql"
        let majors = ((try? FileSystem.names(in: debian)) ?? []).compactMap { Int($0) }.sorted(by: >)
        var directories = majors.map { "\(debian)/\($0)/bin" }
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let absolutePath = path.filter { $0.hasPrefix("/") }
        if let configuration = absolutePath.map({ $0 + "/pg_config" })
            .first(where: { FileManager.default.isExecutableFile(atPath: $0) })
        {
            let result = try? await programs.run(path: configuration, arguments: ["--bindir"])
            if let result, result.succeeded, result.output.hasPrefix("/") { directories.append(result.output.trimmed) }
        }
        return directories + absolutePath
    }

    private static func notFound(in directory: String?) -> PrivatePostgresError {
        guard let directory else {
            return PrivatePostgresError(
                .binariesNotFound,
                """
                PostgreSQL's server programs (postgres, initdb, psql) were found neither in /usr/lib/postgresql/*/bin, \
                nor where pg_config points, nor on PATH. Install them (apt install postgresql), or give the address of \
                a running server with --database-url.
                """
            )
        }
        return PrivatePostgresError(
            .binariesNotFound,
            """
            \(directory) does not hold PostgreSQL's server programs (postgres, initdb and psql, for this user to run). \
            Name another directory, or none to have them found (apt install postgresql installs them).
            """
        )
    }
}
