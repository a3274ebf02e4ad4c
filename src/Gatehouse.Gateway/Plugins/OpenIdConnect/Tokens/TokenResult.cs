namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>How a call to a token endpoint ended.</summary>
/// <param name="Answer">Tokens; null when there are none.</param>
/// <param name="Error">Why they were refused; null when it was not a refusal: then the provider is out of reach, or talks nonsense.</param>
internal readonly record struct TokenResult(TokenAnswer? Answer, string? Error);
