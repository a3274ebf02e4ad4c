using System.Net;

namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>Answer of a look-up; <paramref name="Addresses"/> is empty unless <paramref name="Kind"/> is Found.</summary>
internal readonly record struct HostAnswer(HostAnswerKind Kind, IPAddress[] Addresses)
{
    public static HostAnswer NotFound { get; } = new(HostAnswerKind.NotFound, []);

    public static HostAnswer Failed { get; } = new(HostAnswerKind.Failed, []);

    public static HostAnswer Found(params IPAddress[] addresses)
        => addresses.Length == 0 ? NotFound : new(HostAnswerKind.Found, addresses);
}
