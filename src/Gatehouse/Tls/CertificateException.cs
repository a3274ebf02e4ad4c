namespace Gatehouse.Tls;

/// <summary>A certificate of the settings cannot be used; the message says which and why, and holds nothing of the key.</summary>
public sealed class CertificateException : Exception
{
    public CertificateException()
    {
    }

    public CertificateException(string message)
        : base(message)
    {
    }

    public CertificateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
