namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>Rates of the whole request, output included, once its input is longer than a bound.</summary>
/// <param name="AboveInputTokens">The bound: input tokens of all classes. Applies from one token more on.</param>
/// <param name="Rates">The rates.</param>
internal sealed record PriceTier(long AboveInputTokens, TokenRates Rates);
