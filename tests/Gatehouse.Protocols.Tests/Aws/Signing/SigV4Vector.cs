using Gatehouse.Protocols.Aws.Signing;

namespace Gatehouse.Protocols.Tests.Aws.Signing;

/// <summary>One case of AWS's SigV4 test suite. Headers are written <c>name:value|name:value</c>; host is in all of them.</summary>
public sealed record SigV4Vector(string Name, string Method, string Target, string Headers, string Body, bool Normalize, string? Token, string? Header, string? Query)
{
    internal static AwsCredential Credential { get; } = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    internal static DateTimeOffset Time { get; } = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    internal SigV4Request Request
    {
        get
        {
            int mark = Target.IndexOf('?', StringComparison.Ordinal);
            SigV4Header[] headers =
            [
                new("Host", "example.amazonaws.com"),
                .. Headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(h => new SigV4Header(h[..h.IndexOf(':', StringComparison.Ordinal)], h[(h.IndexOf(':', StringComparison.Ordinal) + 1)..])),
            ];
            return new(Method, mark < 0 ? Target : Target[..mark], mark < 0 ? "" : Target[(mark + 1)..], headers);
        }
    }

    public override string ToString() => Name;
}
