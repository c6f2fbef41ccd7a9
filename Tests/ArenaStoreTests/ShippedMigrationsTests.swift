import Foundation
import Migrations
import Testing

@Suite struct ShippedMigrationsTests {
    @Test func everyMigrationOfTheFolderShips() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let folder = tests.appending(path: "../../migrations").standardized
        func migrations(in folder: URL) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }.sorted()
        }
        #expect(try migrations(in: Migrations.directory) == migrations(in: folder))
    }
}
