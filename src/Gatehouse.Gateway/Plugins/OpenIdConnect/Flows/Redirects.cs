using System.Net;
using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>Sends browsers elsewhere. Nobody may keep such an answer: it belongs to one log-in.</summary>
internal static class Redirects
{
    private static readonly HeaderName CacheControl = new("Cache-Control");
    private static readonly HeaderName ContentPolicy = new("Content-Security-Policy");
    private static readonly HeaderName Referrer = new("Referrer-Policy");
    private static readonly SecretNames Hidden = new(["Location"], []);

    /// <summary>Answers with a redirect that is followed with GET, whatever the request's method is.</summary>
    public static void To(Exchange exchange, string url)
    {
        exchange.Response.Headers.Set(HeaderNames.Location, Encoding.ASCII.GetBytes(new Uri(url, UriKind.Absolute).AbsoluteUri));
        // It carries what binds a log-in, or the ID token of a log-out: not for logs.
        exchange.SecretNames.Add(Hidden);
        exchange.Response.Headers.Set(CacheControl, "no-store"u8);
        exchange.Respond(exchange.Request.Method == RequestMethod.Get || exchange.Request.Method == RequestMethod.Head ? 302 : 303, null, default);
    }

    /// <summary>Answers with a page that goes there by itself, without a script: a navigation that this site has begun.</summary>
    public static void ByPage(Exchange exchange, string url)
    {
        string target = WebUtility.HtmlEncode(new Uri(url, UriKind.Absolute).AbsoluteUri);
        exchange.Response.Headers.Set(CacheControl, "no-store"u8);
        exchange.Response.Headers.Set(ContentPolicy, "default-src 'none'; frame-ancestors 'none'"u8);
        // The address of this page has the code in it.
        exchange.Response.Headers.Set(Referrer, "no-referrer"u8);
        exchange.Respond(200, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(
            $"<!doctype html><title>Logged in</title><meta http-equiv=\"refresh\" content=\"0;url={target}\"><a href=\"{target}\">Continue</a>"));
    }
}
