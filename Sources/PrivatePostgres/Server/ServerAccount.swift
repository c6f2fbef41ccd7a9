import Glibc
import SystemPackage

/// The user that the server and its programs run as.
///
/// PostgreSQL refuses to run as root, for good reason; containers and many a first try are root all the same.
struct ServerAccount: Sendable, Equatable {
    let user: uid_t
    let group: gid_t
    let name: String
    /// Whether this is another user than the current one, so that programs have to be started as it.
    let isAnother: Bool

    /// The account for a cluster: the current user's, and under root the cluster's owner, `postgres` or `nobody`.
    /// - Parameter clusterOwner: The owner of the cluster when it exists already.
    static func select(clusterOwner: uid_t?, cluster: String) throws -> ServerAccount {
        let current = geteuid()
        guard current == 0 else {
            if let clusterOwner, clusterOwner != current {
                throw PrivatePostgresError(
                    .unusableDirectory,
                    """
                    the cluster \(cluster) belongs to \(describe(clusterOwner)), not to the current user \
                    (\(describe(current))). Run this as its owner, or choose another directory with --data-directory.
                    """
                )
            }
            return ServerAccount(user: current, group: getegid(), name: describe(current), isAnother: false)
        }
        if let clusterOwner {
            guard clusterOwner != 0 else {
                let name = candidates.first { find(named: $0) != nil } ?? "postgres"
                throw PrivatePostgresError(
                    .unusableDirectory,
                    """
                    the cluster \(cluster) belongs to root, and PostgreSQL does not run as root. \
                    Give it to an unprivileged user: chown -R \(name) \(cluster)
                    """
                )
            }
            if let found = find(user: clusterOwner) { return found }
            return ServerAccount(user: clusterOwner, group: clusterOwner, name: "\(clusterOwner)", isAnother: true)
        }
        for name in candidates {
            if let found = find(named: name), found.user != 0 { return found }
        }
        throw PrivatePostgresError(
            .noServerUser,
            """
            PostgreSQL does not run as root, and there is neither a user named postgres nor one named nobody. \
            Create one (adduser --system postgres), or run this as an unprivileged user.
            """
        )
    }

    private static let candidates = ["postgres", "nobody"]

    private static func describe(_ user: uid_t) -> String { find(user: user)?.name ?? "user \(user)" }

    private static func find(named name: String) -> ServerAccount? {
        look { unsafe getpwnam_r(name, $0, $1, $2, $3) }
    }

    private static func find(user: uid_t) -> ServerAccount? {
        look { unsafe getpwuid_r(user, $0, $1, $2, $3) }
    }

    private typealias Answer = (status: Int32, account: ServerAccount?)

    /// Asks the user database, with ever more room until the answer fits.
    @safe
    private static func look(
        _ query: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> ServerAccount? {
        var size = 1 << 12
        while size <= 1 << 20 {
            var record = unsafe passwd()
            var found: UnsafeMutablePointer<passwd>? = nil
            var buffer = [CChar](repeating: 0, count: size)
            // The record points into the buffer, so it is read before the buffer goes.
            let answer: Answer = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return (ENOMEM, nil) }
                let status = unsafe query(&record, base, buffer.count, &found)
                guard unsafe status == 0 && found != nil, let name = unsafe record.pw_name else { return (status, nil) }
                let account = unsafe ServerAccount(
                    user: record.pw_uid,
                    group: record.pw_gid,
                    name: String(cString: name),
                    isAnother: record.pw_uid != geteuid()
                )
                return (status, account)
            }
            if answer.status != ERANGE { return answer.account }
            size *= 4
        }
        return nil
    }
}
