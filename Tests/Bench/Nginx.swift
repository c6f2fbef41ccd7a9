import Foundation
import FoundationNetworking
import ProcessTestSupport

/// nginx, serving one file.
final class Nginx {
    private let process: ChildProcess
    let url: String

    /// Serves `bytes` with as many workers as the arena has event loops.
    static func start(_ bytes: Data, port: Int) async throws -> Nginx {
        let nginx = try await Nginx(bytes, port: port)
        for _ in 0..<500 {
            if let url = URL(string: nginx.url), (try? await URLSession.shared.data(from: url)) != nil { return nginx }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw BenchFailure("nginx does not answer")
    }

    private init(_ bytes: Data, port: Int) async throws {
        let folder = Tool.scratch.appending(path: "nginx")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try bytes.write(to: folder.appending(path: "leaderboard.json"))
        let configuration = folder.appending(path: "nginx.conf")
        try Data(
            """
            worker_processes \(ProcessInfo.processInfo.activeProcessorCount);
            daemon off;
            pid \(folder.path)/nginx.pid;
            error_log \(folder.path)/error.log;
            events { worker_connections 1024; }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                open_file_cache max=16;
                keepalive_requests 1000000000;
                default_type application/json;
                client_body_temp_path \(folder.path)/body;
                proxy_temp_path \(folder.path)/proxy;
                fastcgi_temp_path \(folder.path)/fastcgi;
                uwsgi_temp_path \(folder.path)/uwsgi;
                scgi_temp_path \(folder.path)/scgi;
                server { listen 127.0.0.1:\(port) reuseport; root \(folder.path); }
            }
            """.utf8
        ).write(to: configuration)
        url = "http://127.0.0.1:\(port)/leaderboard.json"
        process = try await ChildProcess.start(URL(filePath: try Tool.find("nginx")), ["-c", configuration.path])
    }

    func stop() async throws {
        process.terminate()
        try await process.end()
    }
}
