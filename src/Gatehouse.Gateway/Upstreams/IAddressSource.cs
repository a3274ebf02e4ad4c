using System.Net;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// Where the addresses of one target come from: a literal address, or a name that is looked up in the background. Discovery of
/// other kinds joins here. Members are called from any thread.
/// </summary>
internal interface IAddressSource
{
    /// <summary>The host as configured, without brackets.</summary>
    string Host { get; }

    /// <summary>The current addresses, sorted; the array never changes, a new answer is a new array.</summary>
    IPAddress[] Addresses { get; }

    /// <summary>Whether there has been no answer at all yet.</summary>
    bool IsPending { get; }

    /// <summary>Asks to be told of new addresses. The callback must not block.</summary>
    void Subscribe(Action changed);

    /// <summary>Undoes <see cref="Subscribe"/>; a callback already under way may still arrive.</summary>
    void Unsubscribe(Action changed);
}
