namespace Gatehouse.Net.Http1;

/// <summary>The bounds a <see cref="Http1BodyReader"/> keeps, same meaning as in the limits of its connection.</summary>
internal sealed record Http1BodyLimits(int ExtensionBytes, int TotalExtensionBytes, int TrailerBytes, int TrailerFields, bool RefuseForbiddenTrailers);
