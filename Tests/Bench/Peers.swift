import Foundation

/// The peers of `arena rank`, from PyPI, in a virtual environment of their own beside the build.
struct Peers {
    private let python: String
    private let script: String

    /// Installs them where they are not yet.
    ///
    /// - Parameter folder: of the scripts, which knows their versions too.
    static func install(from folder: URL) async throws -> Peers {
        let home = Tool.products.appending(path: "bench-peers")
        let python = home.appending(path: "bin/python").path
        let done = home.appending(path: "installed")
        let requirements = folder.appending(path: "requirements.txt")
        let wanted = try Data(contentsOf: requirements)
        if (try? Data(contentsOf: done)) != wanted {
            Tool.say("installing the peers…")
            _ = try await Tool.run(try Tool.find("python3"), ["-m", "venv", home.path])
            _ = try await Tool.run(python, ["-m", "pip", "install", "--quiet", "-r", requirements.path])
            try wanted.write(to: done)
        }
        return Peers(python: python, script: folder.appending(path: "rank.py").path)
    }

    /// Has a peer rank a file.
    func rank(_ peer: String, _ file: URL) throws -> Usage {
        try Usage.of(python, [script, peer, file.path])
    }
}
