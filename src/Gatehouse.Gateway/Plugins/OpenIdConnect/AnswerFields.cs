using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>What an exchange's answer is to carry besides what the upstream says; lives in the plugin's slot of the exchange.</summary>
internal sealed class AnswerFields
{
    private static readonly HeaderName SetCookie = new("Set-Cookie");

    /// <summary>Set-Cookie fields.</summary>
    public HeaderMap Cookies { get; } = new();

    /// <summary>Fields for the client.</summary>
    public (HeaderName Name, byte[] Value)[] Fields { get; set; } = [];

    /// <summary>That of an exchange, made when it has none.</summary>
    public static AnswerFields Of(Exchange exchange, int slot)
    {
        var pending = exchange.GetState<AnswerFields>(slot);
        if (pending is null)
        {
            pending = new AnswerFields();
            exchange.SetState(slot, pending);
        }

        return pending;
    }

    /// <summary>Writes it into an answer's head.</summary>
    public void WriteTo(HeaderMap headers)
    {
        foreach (var cookie in Cookies.Values(SetCookie))
        {
            headers.Add(SetCookie, cookie.Value);
        }

        foreach (var (name, value) in Fields)
        {
            headers.Set(name, value);
        }
    }
}
