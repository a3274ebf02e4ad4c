using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Schemas;

/// <summary>Checks of host names with Kong's messages.</summary>
internal static class HostTexts
{
    private const string NoPort = "must not have a port";

    public static string? Host(string text)
    {
        if (HostAddress.TryParse(text, out var address, out var error))
        {
            return address.Port is null ? null : NoPort;
        }

        return error == HostAddress.InvalidPort ? NoPort : SchemaTexts.Invalid(text);
    }

    public static string? HostWithOptionalPort(string text) => HostAddress.TryParse(text, out _, out var error) ? null : error;

    public static string? ServerName(string text)
    {
        if (!HostAddress.TryParse(text, out var address, out var error))
        {
            return error == HostAddress.InvalidPort ? NoPort : SchemaTexts.Invalid(text);
        }

        return address.Kind != HostKind.Name ? "must not be an IP" : address.Port is null ? null : NoPort;
    }

    public static string? WildcardHost(string text)
    {
        int star = text.IndexOf('*');
        if (star < 0)
        {
            return ServerName(text);
        }

        if (star != 0 && star != text.Length - 1)
        {
            return "wildcard must be leftmost or rightmost character";
        }

        return text.LastIndexOf('*') != star
            ? "only one wildcard must be specified"
            : ServerName(text.Replace("*", "wildcard", StringComparison.Ordinal));
    }

    /// <summary>Host of a route: one <c>*</c> as the whole first or last label, a port allowed.</summary>
    public static string? RouteHost(string text)
    {
        int star = text.IndexOf('*');
        if (star < 0)
        {
            return HostWithOptionalPort(text);
        }

        if (text.LastIndexOf('*') != star)
        {
            return "invalid wildcard: must have at most one wildcard";
        }

        return text.StartsWith("*.", StringComparison.Ordinal) || text.EndsWith(".*", StringComparison.Ordinal)
            ? HostWithOptionalPort(text.Replace("*", "abc", StringComparison.Ordinal))
            : "invalid wildcard: must be placed at leftmost or rightmost label";
    }
}
