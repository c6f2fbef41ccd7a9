import Glibc
import Synchronization

/// The time as the `Date` header has it, written out once a second for all answers.
final class DateHeader: Sendable {
    /// A second and what the header says then.
    struct Written {
        fileprivate(set) var second = -1
        fileprivate(set) var text = ""
    }

    private let written = Mutex(Written())

    /// The header's value now.
    var text: String { now.text }

    /// The second of now, which is what the value changes with.
    static var second: Int { time(nil) }

    /// The header's value now, and the second that it is of.
    var now: Written {
        var now = time(nil)
        return written.withLock { written in
            if written.second != now { written = Written(second: now, text: Self.text(of: &now)) }
            return written
        }
    }

    /// As RFC 9110 §5.6.7 has it; the program never leaves the C locale, whose names of days and months these are.
    private static func text(of time: inout time_t) -> String {
        var parts = unsafe tm()
        _ = unsafe gmtime_r(&time, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = unsafe strftime(&buffer, buffer.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
