using System.Text;
using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Gateway.Observability;

/// <summary>Names of rejection reasons in metrics and logs: the member's name in snake case.</summary>
public static class RejectionLabel
{
    private static readonly string[] Labels = [.. Enum.GetValues<RejectionReason>().Select(r => ToSnakeCase(r.ToString()))];
    private static readonly byte[][] Utf8Labels = [.. Labels.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Number of reasons.</summary>
    public static int Count => Labels.Length;

    /// <summary>Label of a reason, for example <c>upstream_connect_failed</c>.</summary>
    public static string Of(RejectionReason reason) => Labels[(int)reason];

    /// <summary>Bytes of <see cref="Of"/>.</summary>
    public static ReadOnlySpan<byte> Utf8Of(RejectionReason reason) => Utf8Labels[(int)reason];

    private static string ToSnakeCase(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = i > 0 && char.IsAsciiLetterUpper(name[i])
                || (i > 0 && char.IsAsciiDigit(name[i]) && !char.IsAsciiDigit(name[i - 1]));
            text.Append(startsWord ? "_" : "").Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
