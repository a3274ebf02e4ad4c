namespace Gatehouse.Core.Secrets;

/// <summary>How a password is kept.</summary>
public enum PasswordForm
{
    /// <summary>HMAC under a key of this process, made of a plain password in the configuration.</summary>
    Keyed,

    /// <summary>PBKDF2 with SHA-256 or SHA-512.</summary>
    Pbkdf2,

    /// <summary>SHA-1 over password and consumer id, Kong's form. Weak.</summary>
    KongSha1,
}
