import Vault

extension CipherSuite {
    /// By the name a person types: xchacha20 or aes256gcm.
    init?(name: String) {
        switch name {
        case "xchacha20": self = .xchacha20
        case "aes256gcm": self = .aes256gcm
        default: return nil
        }
    }
}
