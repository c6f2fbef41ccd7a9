internal import CLibPQ
internal import Glibc
internal import Logging

/// Owner of one `PGconn`, with libpq's non-blocking calls as safe methods.
///
/// `@safe` and `@unchecked Sendable`: the pointer never leaves the class, and its owner calls it from one thread at a
/// time: the queue that connects, and after that the ``SocketLoop`` that the connection belongs to.
@safe
final class ConnectionHandle: @unchecked Sendable {
    private let connection: OpaquePointer
    private let notices: NoticeBox

    /// What a flush came to.
    enum Flush {
        case done, pending, failed
    }

    /// What a step of connecting waits for.
    enum ConnectStep {
        case reading, writing, connected, failed
    }

    /// What a step of COPY OUT came to.
    enum CopyStep {
        case data([UInt8]), wait, end, failed
    }

    private final class NoticeBox: Sendable {
        let logger: Logger
        init(logger: Logger) { self.logger = logger }
    }

    /// Starts to connect, which may resolve a name and so block; nil if memory is short.
    init?(parameters: [(keyword: String, value: String)], logger: Logger) {
        var keywords: [UnsafePointer<CChar>?] = unsafe []
        var values: [UnsafePointer<CChar>?] = unsafe []
        for (keyword, value) in parameters {
            unsafe keywords.append(UnsafePointer(strdup(keyword)))
            unsafe values.append(UnsafePointer(strdup(value)))
        }
        unsafe keywords.append(nil)
        unsafe values.append(nil)
        defer {
            unsafe (keywords + values).forEach { unsafe free(UnsafeMutableRawPointer(mutating: $0)) }
        }
        guard let connection = unsafe PQconnectStartParams(keywords, values, 1) else { return nil }
        unsafe self.connection = connection
        notices = NoticeBox(logger: logger)
        // The box is unretained: it lives as long as this class, which outlives the connection.
        unsafe PQsetNoticeReceiver(
            connection,
            { box, result in
                guard let box = unsafe box, let result = unsafe result else { return }
                unsafe ConnectionHandle.log(result, Unmanaged<NoticeBox>.fromOpaque(box).takeUnretainedValue().logger)
            },
            Unmanaged.passUnretained(notices).toOpaque()
        )
    }

    deinit { unsafe PQfinish(connection) }

    private static func log(_ notice: OpaquePointer, _ logger: Logger) {
        func field(_ letter: Unicode.Scalar) -> String? {
            unsafe PQresultErrorField(notice, Int32(letter.value)).map { unsafe String(cString: $0) }
        }
        let severity = field("V") ?? field("S") ?? "NOTICE"
        let level: Logger.Level =
            switch severity {
            case "WARNING", "ERROR", "FATAL", "PANIC": .warning
            default: .debug
            }
        logger.log(
            level: level,
            "\(field("M") ?? "notice without a message")",
            metadata: ["severity": "\(severity)", "sqlstate": "\(field("C") ?? "")"]
        )
    }

    // MARK: State

    func connectStep() -> ConnectStep {
        switch unsafe PQconnectPoll(connection) {
        case PGRES_POLLING_OK: .connected
        case PGRES_POLLING_READING: .reading
        case PGRES_POLLING_WRITING: .writing
        default: .failed
        }
    }

    var socket: Int32 { unsafe PQsocket(connection) }
    var isBroken: Bool { unsafe PQstatus(connection) == CONNECTION_BAD }
    var serverVersion: Int { Int(unsafe PQserverVersion(connection)) }
    var backendProcessID: Int32 { unsafe PQbackendPID(connection) }
    var transactionStatus: PGTransactionStatusType { unsafe PQtransactionStatus(connection) }

    /// libpq's last message, on one line.
    var errorMessage: String {
        guard let text = unsafe PQerrorMessage(connection) else { return "" }
        return unsafe String(cString: text).onOneLine
    }

    func setNonblocking() -> Bool { unsafe PQsetnonblocking(connection, 1) == 0 }

    func makeCancelRequest() -> CancelRequest? {
        guard let cancel = unsafe PQgetCancel(connection) else { return nil }
        return unsafe CancelRequest(owning: cancel)
    }

    // MARK: Input and output

    func consumeInput() -> Bool { unsafe PQconsumeInput(connection) == 1 }
    var isBusy: Bool { unsafe PQisBusy(connection) == 1 }

    func flush() -> Flush {
        switch unsafe PQflush(connection) {
        case 0: .done
        case 1: .pending
        default: .failed
        }
    }

    /// The next result; call it only when not busy, since it waits otherwise.
    func nextResult() -> ResultHandle? {
        guard let result = unsafe PQgetResult(connection) else { return nil }
        return unsafe ResultHandle(owning: result)
    }

    func nextNotification() -> PostgresNotification? {
        guard let notify = unsafe PQnotifies(connection) else { return nil }
        defer { unsafe PQfreemem(notify) }
        return PostgresNotification(
            channel: unsafe String(cString: notify.pointee.relname),
            payload: unsafe String(cString: notify.pointee.extra),
            processID: unsafe notify.pointee.be_pid
        )
    }

    // MARK: Commands

    func sendScript(_ sql: String) -> Bool { unsafe PQsendQuery(connection, sql) == 1 }

    func sendPrepare(name: String, sql: String, types: [PostgresDataType]) -> Bool {
        let oids = types.map(\.rawValue)
        return unsafe PQsendPrepare(connection, name, sql, Int32(oids.count), oids) == 1
    }

    /// Sends a prepared statement with its parameters, and asks for binary results.
    func sendExecute(name: String, binds: PostgresBinds) -> Bool {
        let count = binds.count
        guard count > 0 else {
            return unsafe PQsendQueryPrepared(connection, name, 0, nil, nil, nil, 1) == 1
        }
        return unsafe binds.bytes.withUnsafeBufferPointer { bytes in
            // An empty value must be a valid pointer: nil means NULL to libpq.
            let empty = StaticString("")
            let base = unsafe bytes.baseAddress ?? empty.utf8Start
            return unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
                unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * 2) { numbers in
                    for (index, range) in binds.ranges.enumerated() {
                        let start = unsafe range.map { unsafe base + $0.lowerBound }
                        unsafe values[index] = UnsafeRawPointer(start)?.assumingMemoryBound(to: CChar.self)
                        unsafe numbers[index] = Int32(range?.count ?? 0)
                        unsafe numbers[count + index] = 1
                    }
                    let lengths = numbers.baseAddress
                    let formats = unsafe lengths.map { unsafe $0 + count }
                    return unsafe PQsendQueryPrepared(
                        connection,
                        name,
                        Int32(count),
                        values.baseAddress,
                        lengths,
                        formats,
                        1
                    ) == 1
                }
            }
        }
    }

    func setSingleRowMode() -> Bool { unsafe PQsetSingleRowMode(connection) == 1 }
    func enterPipeline() -> Bool { unsafe PQenterPipelineMode(connection) == 1 }
    func exitPipeline() -> Bool { unsafe PQexitPipelineMode(connection) == 1 }
    func sendPipelineSync() -> Bool { unsafe PQpipelineSync(connection) == 1 }

    // MARK: COPY

    /// Queues COPY data: 1 when taken, 0 when the buffer must be flushed first, −1 when failed.
    func putCopyData(_ bytes: ArraySlice<UInt8>) -> Int32 {
        unsafe bytes.withUnsafeBytes { raw in
            unsafe PQputCopyData(connection, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count))
        }
    }

    /// Ends COPY data, well or with an error that makes the server discard it; the result is as in ``putCopyData(_:)``.
    func putCopyEnd(error: String?) -> Int32 { unsafe PQputCopyEnd(connection, error) }

    func getCopyData() -> CopyStep {
        var buffer: UnsafeMutablePointer<CChar>? = nil
        let length = unsafe PQgetCopyData(connection, &buffer, 1)
        switch length {
        case 0: return .wait
        case -1: return .end
        case -2: return .failed
        default:
            defer { unsafe PQfreemem(buffer) }
            return .data(unsafe Array(UnsafeRawBufferPointer(start: buffer, count: Int(length))))
        }
    }
}

extension String {
    /// The text with each run of white space as one space, for messages that libpq lays out over several lines.
    var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
