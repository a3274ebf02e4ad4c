using Gatehouse.Control.Declarative;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Control.Distribution;

/// <summary>How a load ended, with its errors and what was read.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Errors">Every error, from reading or from building; empty unless <see cref="LoadStatus.Invalid"/>.</param>
/// <param name="Result">What was read; null when nothing had to be read.</param>
public sealed record LoadOutcome(LoadStatus Status, IReadOnlyList<ConfigError> Errors, DeclarativeResult? Result);
