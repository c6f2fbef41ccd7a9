import HTTPTypes

/// Which methods each path of the API takes.
struct MethodTable: Sendable {
    private struct Row {
        let segments: [Substring]
        var methods: [HTTPRequest.Method]
    }

    private var rows: [Row] = []

    /// Notes a method of a path, in which `:name` stands for any one segment.
    mutating func add(_ method: HTTPRequest.Method, _ pattern: String) {
        let segments = pattern.split(separator: "/")
        let methods = method == .get ? [.get, .head] : [method]
        if let place = rows.firstIndex(where: { $0.segments == segments }) {
            rows[place].methods += methods
        } else {
            rows.append(Row(segments: segments, methods: methods))
        }
    }

    /// The methods of a path; `nil` when it is none of the API's.
    func methods(at path: String) -> [HTTPRequest.Method]? {
        let segments = path.split(separator: "/")
        return rows.first { row in
            row.segments.count == segments.count
                && zip(row.segments, segments).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }?.methods
    }
}
