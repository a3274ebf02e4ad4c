using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.Cors;

/// <summary>Field names of the Fetch standard, §3.3.</summary>
internal static class CorsHeaders
{
    public static readonly HeaderName AllowOrigin = new("Access-Control-Allow-Origin");
    public static readonly HeaderName AllowCredentials = new("Access-Control-Allow-Credentials");
    public static readonly HeaderName AllowHeaders = new("Access-Control-Allow-Headers");
    public static readonly HeaderName AllowMethods = new("Access-Control-Allow-Methods");
    public static readonly HeaderName AllowPrivateNetwork = new("Access-Control-Allow-Private-Network");
    public static readonly HeaderName ExposeHeaders = new("Access-Control-Expose-Headers");
    public static readonly HeaderName MaxAge = new("Access-Control-Max-Age");
    public static readonly HeaderName RequestHeaders = new("Access-Control-Request-Headers");
    public static readonly HeaderName RequestMethod = new("Access-Control-Request-Method");
    public static readonly HeaderName RequestPrivateNetwork = new("Access-Control-Request-Private-Network");
}
