using System.Text;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Writes parameters as application/x-www-form-urlencoded, which every server reads with %20 for a blank, too.</summary>
internal static class FormText
{
    public const string MediaType = "application/x-www-form-urlencoded";

    /// <summary>The parameters with a value, in their order.</summary>
    public static string Of(IEnumerable<(string Name, string? Value)> parameters)
        => string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value!)}"));

    /// <summary>A URL with further parameters.</summary>
    public static string Append(Uri url, IEnumerable<(string Name, string? Value)> parameters)
        => url.AbsoluteUri + (url.Query.Length > 1 ? "&" : url.Query.Length == 1 ? "" : "?") + Of(parameters);

    /// <summary>Basic authentication of a client; both parts are encoded first (RFC 6749 section 2.3.1).</summary>
    public static string Basic(string id, string secret)
        => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}"));
}
