namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>Kinds of bodies that have named parameters.</summary>
internal enum BodyKind
{
    Other,

    /// <summary>application/x-www-form-urlencoded.</summary>
    Form,

    /// <summary>application/json.</summary>
    Json,

    /// <summary>multipart/form-data (RFC 7578).</summary>
    Multipart,
}
