namespace Gatehouse.Gateway.Identity.Cookies;

/// <summary>When browsers send a cookie along with requests that other sites cause (RFC 6265bis section 5.6.7).</summary>
internal enum SameSite
{
    /// <summary>Whatever the browser does by default.</summary>
    Default,

    /// <summary>Only with requests from the same site.</summary>
    Strict,

    /// <summary>Also when the user follows a link from elsewhere.</summary>
    Lax,

    /// <summary>Always; needs <c>Secure</c>.</summary>
    None,
}
