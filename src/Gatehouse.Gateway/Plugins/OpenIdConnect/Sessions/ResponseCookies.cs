using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

/// <summary>What an exchange's answer is to carry besides what the upstream says; lives in the plugin's slot of the exchange.</summary>
internal sealed class ResponseCookies
{
    private static readonly HeaderName SetCookie = new("Set-Cookie");

    /// <summary>Set-Cookie fields.</summary>
    public List<byte[]> Cookies { get; } = [];

    /// <summary>Fields for the client.</summary>
    public (HeaderName Name, byte[] Value)[] Fields { get; set; } = [];

    /// <summary>That of an exchange, made when it has none.</summary>
    public static ResponseCookies Of(Exchange exchange, int slot)
    {
        var pending = exchange.GetState<ResponseCookies>(slot);
        if (pending is null)
        {
            pending = new ResponseCookies();
            exchange.SetState(slot, pending);
        }

        return pending;
    }

    /// <summary>Writes it into an answer's head.</summary>
    public void WriteTo(HeaderMap headers)
    {
        foreach (byte[] cookie in Cookies)
        {
            headers.Add(SetCookie, cookie);
        }

        foreach (var (name, value) in Fields)
        {
            headers.Set(name, value);
        }
    }
}
