import FoundationEssentials
import Glibc
import Logging
import ServiceLifecycle
import Testing

@testable import PrivatePostgres

@Suite(.clusterTemplate, .serialized)
struct LifecycleTests {
    @Test func firstStartMakesAClusterAndTheNextFindsItsData() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let configuration = PrivatePostgresConfiguration(
            dataDirectory: scratch.path + "/some/data",
            database: #"a "b" 'c'"#
        )
        try await withServer(configuration) { server in
            let directory = try #require(try FileSystem.entry(at: server.dataDirectory))
            #expect(directory.permissions & 0o007 == 0)
            let process = await server.postmaster.processID
            // Its own session: the terminal's Ctrl-C does not reach it.
            #expect(getsid(process) == process)
            let account = try #require(try FileSystem.entry(at: "/proc/\(process)"))
            #expect(account.owner != 0)
            let shown = await psql(
                server.connectionString,
                "SELECT current_database(), current_user, pg_encoding_to_char(encoding), datcollate "
                    + "FROM pg_database WHERE datname = current_database()"
            )
            #expect(shown.output == #"a "b" 'c'|arena|UTF8|C.UTF-8"#)
            #expect(await psql(server.connectionString, "SHOW server_version").output.hasPrefix(server.version))
            #expect(await psql(server.connectionString, "CREATE TABLE t (n int); INSERT INTO t VALUES (7)").succeeded)
        }
        #expect(try await controlData(configuration.dataDirectory, "Data page checksum version") != "0")
        #expect(try await controlData(configuration.dataDirectory, "Database cluster state") == "shut down")
        try await withServer(configuration) { server in
            #expect(await psql(server.connectionString, "SELECT n FROM t").output == "7")
        }
    }

    @Test func nothingListensOnTCP() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try await withServer(.init(dataDirectory: try await scratch.copyOfTemplate())) { server in
            let process = await server.postmaster.processID
            let links = try FileSystem.names(in: "/proc/\(process)/fd").compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)")
            }
            let sockets = links.filter { $0.hasPrefix("socket:[") }.map { $0.dropFirst(8).dropLast() }
            #expect(!sockets.isEmpty)
            let tables = try ["tcp", "tcp6"].map { try FileSystem.text(of: "/proc/\(process)/net/\($0)") ?? "" }
            let inodes = Set(tables.joined(separator: "\n").split(whereSeparator: \.isWhitespace))
            #expect(inodes.isDisjoint(with: sockets))
            #expect(!links.contains { $0.hasSuffix("/arena.lock") })
            #expect(await psql(server.connectionString, "SHOW listen_addresses").output == "")
        }
    }

    @Test func stopIsCleanAndMayBeAskedForTwice() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate()
        let server = try await PrivatePostgres.start(configuration: .init(dataDirectory: path), logger: quiet)
        let process = await server.postmaster.processID
        async let first: Void = server.stop()
        async let second: Void = server.stop()
        _ = await (first, second)
        await server.stop()
        #expect(!ProcessTable.isAlive(process))
        #expect(try await controlData(path, "Database cluster state") == "shut down")
        try await server.run()
    }

    @Test func serverThatIsKilledComesBackUnderRun() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate()
        try await withServer(.init(dataDirectory: path)) { server in
            let group = ServiceGroup(
                configuration: ServiceGroupConfiguration(services: [.init(service: server)], logger: quiet)
            )
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                let before = await server.postmaster.processID
                kill(before, SIGKILL)
                try await eventually { await psql(server.connectionString, "SELECT word FROM kept").output == "here" }
                #expect(await server.postmaster.processID != before)
                try await eventually { (try? PrivatePostgres.attach(dataDirectory: path)) != nil }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
        #expect(try await controlData(path, "Database cluster state") == "shut down")
    }

    @Test func cancellingRunStopsTheServer() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate()
        let server = try await PrivatePostgres.start(configuration: .init(dataDirectory: path), logger: quiet)
        let task = Task { try await server.run() }
        task.cancel()
        try await task.value
        #expect(await server.postmaster.hasEnded)
        #expect(try await controlData(path, "Database cluster state") == "shut down")
    }

    @Test func secondStartIsRefusedAndToldWhoOwnsTheDirectory() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate()
        try await withServer(.init(dataDirectory: path, purpose: "keeping\nhouse")) { server in
            let error = try await refusal(.init(dataDirectory: path, purpose: "another"))
            #expect(error.code == .alreadyRunning)
            #expect(error.owner == .init(processID: getpid(), purpose: "keeping house"))
            #expect(error.description.contains("\(getpid())") && error.description.contains("keeping house"))
            let attached = try #require(try PrivatePostgres.attach(dataDirectory: path))
            #expect(attached.connectionString == server.connectionString)
            #expect(attached.ownerPid == getpid())
            #expect(await psql(attached.connectionString, "SELECT 1").output == "1")
        }
        #expect(try PrivatePostgres.attach(dataDirectory: path) == nil)
        #expect(try PrivatePostgres.attach(dataDirectory: scratch.path + "/absent") == nil)
    }

    @Test func ownerWhoseServerIsNotUpYetCannotBeAttachedTo() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let lock = try await DirectoryLock.acquire(
            path: scratch.path + "/arena.lock",
            directory: scratch.path,
            purpose: "starting"
        )
        let error = #expect(throws: PrivatePostgresError.self) {
            try PrivatePostgres.attach(dataDirectory: scratch.path)
        }
        #expect(error?.code == .notReady && error?.owner?.purpose == "starting")
        lock.release()
        #expect(try PrivatePostgres.attach(dataDirectory: scratch.path) == nil)
    }

    @Test(arguments: [
        #"sp  ace 'single' "double" $HOME `x` \back é"#,
        "with,comma",
        String(repeating: "long", count: 40),
    ])
    func anyNameOfADirectoryWorks(name: String) async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let path = try await scratch.copyOfTemplate(named: name)
        var socketDirectory = ""
        try await withServer(.init(dataDirectory: path)) { server in
            #expect(await psql(server.connectionString, "SELECT word FROM kept").output == "here")
            socketDirectory = server.plan.socketDirectory.path
            let found = try FileSystem.entry(at: socketDirectory)
            #expect(found?.permissions == 0o700)
        }
        if socketDirectory != path + "/socket" { try FileSystem.removeEmptyDirectory(socketDirectory) }
    }
}
