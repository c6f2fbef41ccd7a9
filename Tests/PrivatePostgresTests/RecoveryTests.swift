import FoundationEssentials
import Glibc
import Logging
import Testing

@testable import PrivatePostgres

@Suite(.clusterTemplate, .serialized)
struct RecoveryTests {
    /// A server that nobody owns: started without holding the directory's lock, as after a `kill -9` of its owner.
    private func orphan(_ path: String) async throws -> (plan: StartPlan, server: Postmaster) {
        let plan = try await StartPlan.prepare(
            configuration: .init(dataDirectory: path),
            directory: try DataDirectory.open(path),
            logger: quiet
        )
        let server = try await plan.launch()
        try await plan.waitUntilReady(server)
        return (plan, server)
    }

    /// Leaves nothing running, even when the code under test does.
    private func endServers(of plan: StartPlan) {
        for process in ProcessTable.servers(of: plan.directory.cluster, named: plan.settings.clusterName) {
            kill(process, SIGKILL)
        }
    }

    @Test func serverThatOutlivedItsOwnerMakesWay() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate()
        let (plan, former) = try await orphan(path)
        defer { endServers(of: plan) }
        #expect(await psql(plan.connectionString, "INSERT INTO kept VALUES ('late')").succeeded)
        #expect(try PrivatePostgres.attach(dataDirectory: path) == nil)
        try await withServer(.init(dataDirectory: path)) { server in
            #expect(former.hasEnded)
            #expect(await psql(server.connectionString, "SELECT count(*) FROM kept").output == "2")
        }
    }

    @Test func sessionsThatOutlivedTheirServerMakeWay() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate()
        let (plan, former) = try await orphan(path)
        defer { endServers(of: plan) }
        // A session that computes does not notice that its server is gone.
        let endless = "DO $$ BEGIN LOOP END LOOP; END $$"
        async let session = psql(plan.connectionString, endless)
        try await eventually {
            await psql(plan.connectionString, "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'DO%LOOP%'").output
                == "1"
        }
        kill(former.processID, SIGKILL)
        _ = await former.end()
        #expect(!ProcessTable.servers(of: plan.directory.cluster, named: plan.settings.clusterName).isEmpty)
        try await withServer(.init(dataDirectory: path)) { server in
            #expect(await psql(server.connectionString, "SELECT word FROM kept").output == "here")
        }
        #expect(await session.succeeded == false)
    }

    @Test func processIDsThatWentToOtherProgramsDoNoHarm() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate()
        try FileManager.default.createDirectory(atPath: path + "/socket", withIntermediateDirectories: true)
        // The server's own user owns the stranger: only then does PostgreSQL mistake it for a predecessor.
        let account = try ServerAccount.select(
            clusterOwner: try FileSystem.entry(at: path + "/postgres")?.owner,
            cluster: path
        )
        let programs = try ServerPrograms(account: account)
        let asleep = try await programs.run(path: "/bin/sh", arguments: ["-c", "sleep 600 >/dev/null 2>&1 & echo $!"])
        let stranger = try #require(Int32(asleep.output.trimmed))
        defer { kill(stranger, SIGKILL) }
        for name in ["postgres/postmaster.pid", "socket/.s.PGSQL.5432.lock"] {
            let text = "\(stranger)\n\(path)/postgres\n1700000000\n5432\n\(path)/socket\n\n0 0\nready\n"
            try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
            try FileSystem.setOwner(account.user, group: account.group, of: path + "/" + name)
        }
        try await withServer(.init(dataDirectory: path)) { server in
            #expect(await psql(server.connectionString, "SELECT word FROM kept").output == "here")
        }
        #expect(ProcessTable.isAlive(stranger))
    }

    @Test func unfinishedClusterIsRemoved() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate()
        let leftover = path + "/postgres.new-1f"
        try FileManager.default.createDirectory(atPath: leftover, withIntermediateDirectories: true)
        try Data("15\n".utf8).write(to: URL(filePath: leftover + "/PG_VERSION"))
        let owner = try #require(try FileSystem.entry(at: path + "/postgres")?.owner)
        try FileSystem.setOwner(owner, group: nil, of: leftover)
        try await withServer(.init(dataDirectory: path)) { _ in
            let found = try FileSystem.entry(at: leftover)
            #expect(found == nil)
        }
    }

    @Test func serverThatCannotStartShowsItsLogAndFreesTheDirectory() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate()
        let error = try await refusal(.init(dataDirectory: path, settings: ["shared_buffers": "lots"]))
        #expect(error.code == .startFailed)
        #expect(error.description.contains(#"invalid value for parameter "shared_buffers""#))
        try await withServer(.init(dataDirectory: path, settings: ["Shared_Buffers": "16MB"])) { server in
            #expect(await psql(server.connectionString, "SHOW shared_buffers").output == "16MB")
        }
    }

    @Test func clusterOfAnotherMajorVersionIsRefused() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate()
        let version = try #require(try FileSystem.text(of: path + "/postgres/PG_VERSION")).trimmed
        try Data("9.6\n".utf8).write(to: URL(filePath: path + "/postgres/PG_VERSION"))
        let error = try await refusal(.init(dataDirectory: path))
        #expect(error.code == .versionMismatch)
        #expect(error.description.contains("PostgreSQL 9 ") && error.description.contains("\(version)."))
    }
}
