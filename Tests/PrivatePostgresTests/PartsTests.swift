import FoundationEssentials
import Glibc
import SystemPackage
import Testing

@testable import PrivatePostgres

@Suite
struct PartsTests {
    @Test func connectionStringQuotesItsValues() {
        #expect(
            ConnectionString.make(["host": #"/a b/'c'\d"#, "dbname": ""]) == #"host='/a b/\'c\'\\d' dbname=''"#
        )
    }

    @Test func lockNoteSurvivesItsText() {
        let note = DirectoryLock.Note(processID: 42, purpose: "arena serve", connectionString: "host='/x'")
        #expect(DirectoryLock.Note(text: note.text) == note)
        // A text cut short says nothing about a connection.
        #expect(DirectoryLock.Note(text: String(note.text.dropLast())).connectionString == nil)
        #expect(DirectoryLock.Note(text: "") == DirectoryLock.Note(processID: nil, purpose: ""))
    }

    @Test(arguments: ["", "seven\n", "0\n", "-2147483648\n"])
    func postmasterFileWithoutAProcessIsNone(text: String) {
        #expect(PostmasterFile(text: text) == nil)
    }

    @Test func postmasterThatStartsIsNotReady() {
        #expect(PostmasterFile(text: "7\n/d\n1\n5432\n/s\n\n0 0\nstarting\n")?.isReady == false)
        #expect(PostmasterFile(text: "7\n/d\n1\n5432\n/s\n\n0 0\nready   \n")?.isReady == true)
        #expect(PostmasterFile(text: "-7\n/d\n")?.processID == 7)
    }

    @Test(arguments: [
        ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", "15.18", 15),
        ("postgres (PostgreSQL) 18beta2\n", "18beta2", 18),
    ])
    func versionLineIsUnderstood(line: String, version: String, major: Int) {
        let parsed = ServerBinaries.parse(versionLine: line)
        #expect(parsed?.version == version && parsed?.major == major)
        #expect(ServerBinaries.parse(versionLine: "something else") == nil)
    }

    @Test func defaultDirectoryFollowsTheUser() {
        let path = DefaultDataDirectory.path(isRoot:environment:)
        #expect(path(true, ["HOME": "/root", "XDG_DATA_HOME": "/x"]) == "/var/lib/arena")
        #expect(path(false, ["HOME": "/home/a", "XDG_DATA_HOME": "/x"]) == "/x/arena")
        #expect(path(false, ["HOME": "/home/a", "XDG_DATA_HOME": "x"]) == "/home/a/.local/share/arena")
        #expect(path(false, [:]) == "arena-data")
    }

    @Test func pausesGrowUpToHalfAMinute() {
        var backOff = BackOff()
        let pauses = (0..<9).map { _ in backOff.next() }
        #expect(pauses[0] == .zero && pauses[1] == .milliseconds(500) && pauses[2] == .seconds(1))
        #expect(pauses[8] == .seconds(30))
    }

    @Test func hashIsTheSameInEveryProcess() {
        // The published test vector of FNV-1a for "foobar".
        #expect(SocketDirectory.hash("foobar") == 0x8594_4171_f739_67e8)
    }

    @Test func logIsSetAsideWhenItIsLarge() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let log = try ServerLog(path: scratch.path + "/postgres.log")
        _ = try log.descriptor.writeAll(Array("first\nsecond\n".utf8))
        let before = log.size
        _ = try log.descriptor.writeAll(Array("third\nfourth\n".utf8))
        #expect(log.tail(since: before) == "third\nfourth")
        #expect(log.tail(since: 0, lines: 1) == "fourth")
        try log.rotate()
        #expect(log.size == 26)
        _ = try log.descriptor.writeAll([UInt8](repeating: 10, count: Int(ServerLog.limit)) + Array("last\n".utf8))
        try log.rotate()
        #expect(log.size == 0)
        #expect(try FileSystem.entry(at: scratch.path + "/postgres.log.1")?.isRegularFile == true)
        _ = try log.descriptor.writeAll(Array("new\n".utf8))
        #expect(log.tail(since: before) == "new")
    }

    @Test func onlyWhoRunsIsAlive() {
        #expect(ProcessTable.isAlive(getpid()))
        #expect(!ProcessTable.isAlive(.max))
        #expect(!ProcessTable.isServer(getpid(), of: FileManager.default.currentDirectoryPath, named: "arena-x"))
    }
}
