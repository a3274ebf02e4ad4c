using System.Text;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>
/// Counts the calls of one answer. OpenAI numbers them by <c>index</c>; compatible vendors leave it out, send calls whole, or send every call as
/// number 0 with another id.
/// </summary>
internal sealed class OpenAiToolCalls(int choice, Func<string> seed)
{
    // A model that begins more calls in one answer has run wild.
    private const int MaxCalls = 1024;

    private readonly List<Call> _calls = [];

    public int Count => _calls.Count;

    /// <summary>Adds what a fragment says; <paramref name="open"/> closes what is open when a call begins.</summary>
    public void Add(in OpenAiToolFragment fragment, OpenAiChoice open, List<ChatEvent> events)
    {
        var call = Find(fragment) ?? Begin(fragment);
        call.Name ??= NullIfEmpty(fragment.Name);
        if (!call.IsTold && call.Name is not null)
        {
            Tell(call, open, events);
        }

        if (fragment.Arguments is not { Length: > 0 } arguments)
        {
            return;
        }

        if (call.IsTold)
        {
            events.Add(new ToolCallDelta(call.Index, arguments) { Choice = choice });
        }
        else
        {
            (call.Held ??= new StringBuilder()).Append(arguments);
        }
    }

    /// <summary>Tells of calls that never got a name.</summary>
    public void Complete(OpenAiChoice open, List<ChatEvent> events)
    {
        foreach (var call in _calls)
        {
            if (!call.IsTold)
            {
                Tell(call, open, events);
            }
        }
    }

    private void Tell(Call call, OpenAiChoice open, List<ChatEvent> events)
    {
        open.Begin(OpenAiPart.ToolCall, events);
        call.IsTold = true;
        events.Add(new ToolCallStarted(call.Index, call.Id ?? $"call_{seed()}{choice}_{call.Index}", call.Name ?? "") { Choice = choice });
        if (call.Held is { } held)
        {
            events.Add(new ToolCallDelta(call.Index, held.ToString()) { Choice = choice });
        }
    }

    private Call? Find(in OpenAiToolFragment fragment)
    {
        var id = NullIfEmpty(fragment.Id);
        for (int i = _calls.Count - 1; i >= 0; i--)
        {
            var call = _calls[i];
            bool isSame = fragment.Index is { } index ? call.VendorIndex == index : i == _calls.Count - 1 && (id is not null || string.IsNullOrEmpty(fragment.Name));
            if (isSame)
            {
                // An id of its own begins a call, whatever its number; some vendors repeat the id with every fragment.
                return id is null || call.Id is null || call.Id == id ? call : null;
            }
        }

        return null;
    }

    private Call Begin(in OpenAiToolFragment fragment)
    {
        if (_calls.Count == MaxCalls)
        {
            throw new AiException(AiErrorKind.VendorFailed, "The provider's answer has too many tool calls.");
        }

        var call = new Call(_calls.Count, fragment.Index, NullIfEmpty(fragment.Id));
        _calls.Add(call);
        return call;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private sealed class Call(int index, int? vendorIndex, string? id)
    {
        public int Index => index;

        public int? VendorIndex => vendorIndex;

        public string? Id => id;

        public string? Name { get; set; }

        public bool IsTold { get; set; }

        public StringBuilder? Held { get; set; }
    }
}
