using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers;

/// <summary>
/// What a provider could not honour of a request. Policy decides: an error (<c>reject</c>), a warning header (<c>warn</c>). Nothing is dropped
/// without a note.
/// </summary>
internal sealed class EncodeNotes(bool rejects)
{
    private readonly List<string> _warnings = [];

    /// <summary>Fields that were left out, with the reason; safe for a header.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>
    /// A field cannot be sent and its absence may change the answer. Throws <see cref="AiException"/> (<see cref="AiErrorKind.Unsupported"/>) where policy
    /// rejects. <paramref name="field"/> is in the client's words, <paramref name="reason"/> a half sentence without user data.
    /// </summary>
    public void Unsupported(string field, string reason)
    {
        if (rejects)
        {
            throw new AiException(AiErrorKind.Unsupported, $"'{field}' cannot be honoured: {reason}.", field);
        }

        Changed(field, reason);
    }

    /// <summary>A field without a canonical word cannot be sent: <see cref="Unsupported"/>, or a warning only where it was a hint.</summary>
    public void Foreign(ForeignField field, string reason = "the provider has no such field")
    {
        if (field.IsHint)
        {
            Changed(field.Path, reason);
        }
        else
        {
            Unsupported(field.Path, reason);
        }
    }

    /// <summary>A field was sent in another form (clamped, renamed); always a warning only.</summary>
    public void Changed(string field, string reason)
    {
        if (_warnings.Count < 32)
        {
            _warnings.Add($"{field}: {reason}");
        }
    }
}
