namespace Gatehouse.Gateway.Outbound;

/// <summary>A name has only addresses that a call may not go to. Travels through the HTTP handler and ends as <see cref="OutboundFailure.Forbidden"/>.</summary>
internal sealed class ForbiddenAddressException : IOException
{
    public ForbiddenAddressException()
        : base("none of its addresses is allowed")
    {
    }

    public ForbiddenAddressException(string message)
        : base(message)
    {
    }

    public ForbiddenAddressException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
