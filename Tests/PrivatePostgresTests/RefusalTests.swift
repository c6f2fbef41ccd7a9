import FoundationEssentials
import Glibc
import Logging
import Testing

@testable import PrivatePostgres

@Suite
struct RefusalTests {
    @Test func directoryWithForeignFilesIsRefusedAndLeftAlone() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write("thesis", to: "thesis.tex")
        let error = try await refusal(.init(dataDirectory: scratch.path))
        #expect(error.code == .foreignDirectory && error.description.contains("thesis.tex"))
        #expect(try FileSystem.names(in: scratch.path) == ["thesis.tex"])
    }

    @Test func clusterThatWasMadeElsewhereIsRefused() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write("15\n", to: "PG_VERSION")
        let error = try await refusal(.init(dataDirectory: scratch.path))
        #expect(error.code == .foreignDirectory && error.description.contains("--database-url"))
    }

    @Test func emptyDirectoryInPlaceOfTheClusterIsRefused() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write("", to: "arena.lock")
        let account = try ServerAccount.select(clusterOwner: nil, cluster: "")
        try FileSystem.makeDirectory(scratch.path + "/postgres", permissions: 0o700)
        try FileSystem.setOwner(account.user, group: account.group, of: scratch.path + "/postgres")
        let error = try await refusal(.init(dataDirectory: scratch.path))
        #expect(error.code == .foreignDirectory && error.description.contains("PG_VERSION"))
    }

    @Test(arguments: ["file", "file/below"])
    func fileIsNoDirectory(name: String) async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write("text", to: "file")
        let error = try await refusal(.init(dataDirectory: scratch.path + "/" + name))
        #expect(error.code == .unusableDirectory && error.description.contains("--data-directory"))
    }

    @Test(arguments: ["", "two\nlines", "/tmp/nul\0byte"])
    func nameThatIsNoneIsRefused(name: String) async throws {
        #expect(try await refusal(.init(dataDirectory: name)).code == .unusableDirectory)
    }

    @Test(.enabled(if: geteuid() == 0))
    func directoryThatTheServersUserCannotReachIsNamed() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let closed = scratch.path + "/closed"
        try FileSystem.makeDirectory(closed, permissions: 0o700)
        let error = try await refusal(.init(dataDirectory: closed + "/inner/data"))
        #expect(error.code == .unusableDirectory)
        #expect(error.description.contains("cannot pass through \(closed) "))
    }

    @Test(.enabled(if: geteuid() == 0))
    func clusterOfRootIsRefused() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        try scratch.write("", to: "arena.lock")
        try FileSystem.makeDirectory(scratch.path + "/postgres", permissions: 0o700)
        let error = try await refusal(.init(dataDirectory: scratch.path))
        #expect(error.code == .unusableDirectory && error.description.contains("chown -R"))
    }

    @Test(.enabled(if: geteuid() != 0))
    func directoryThatMayNotBeWrittenIsRefused() async throws {
        #expect(try await refusal(.init(dataDirectory: "/proc/arena")).code == .unusableDirectory)
        #expect(try await refusal(.init(dataDirectory: "/root/arena")).code == .unusableDirectory)
    }

    @Test func programsThatAreMissingAreNamed() async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let error = try await refusal(
            .init(dataDirectory: scratch.path + "/data", binaryDirectory: scratch.path)
        )
        #expect(error.code == .binariesNotFound)
        #expect(error.description.contains(scratch.path) && error.description.contains("apt install postgresql"))
    }

    @Test(arguments: ["fsync", "Listen_Addresses", "no such", "", "a;b"])
    func settingIsRefused(name: String) async throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let error = try await refusal(.init(dataDirectory: scratch.path + "/data", settings: [name: "off"]))
        #expect(error.code == .invalidSetting)
        #expect(try FileSystem.names(in: scratch.path).isEmpty)
    }

    @Test func settingsValueMayNotStartALineOfItsOwn() {
        #expect(throws: PrivatePostgresError.self) {
            try ClusterSettings.validate(["work_mem": "1MB'\nfsync = 'off"])
        }
    }

    @Test(.enabled(if: geteuid() == 0))
    func socketDirectoryOfAStrangerIsRefused() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let account = try ServerAccount.select(clusterOwner: nil, cluster: "")
        let directory = DataDirectory(path: scratch.path)
        try FileSystem.makeDirectory(directory.socket, permissions: 0o700)
        try FileSystem.setOwner(account.user + 1, group: nil, of: directory.socket)
        #expect(throws: PrivatePostgresError.self) {
            try SocketDirectory(for: directory, account: account).prepare(for: account)
        }
    }
}
