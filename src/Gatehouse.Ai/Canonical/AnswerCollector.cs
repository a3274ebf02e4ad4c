using System.Text;
using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>Makes a whole answer of its events. Belongs to one attempt.</summary>
internal sealed class AnswerCollector
{
    private readonly SortedDictionary<int, Choice> _choices = [];
    private AnswerStarted? _started;
    private AiError? _failure;
    private bool _ended;

    private enum Kind
    {
        Text,
        Refusal,
        Reasoning,
        ToolCall,
        Foreign,
    }

    /// <summary>The usage so far.</summary>
    public TokenUsage Usage { get; private set; }

    /// <summary>The answer that these events make; throws as <see cref="Complete"/> does.</summary>
    public static ChatAnswer Collect(IEnumerable<ChatEvent> events)
    {
        var collector = new AnswerCollector();
        foreach (var step in events)
        {
            collector.Add(step);
        }

        return collector.Complete();
    }

    /// <summary>Takes the next event.</summary>
    public void Add(ChatEvent step)
    {
        switch (step)
        {
            case AnswerStarted started:
                _started ??= started;
                break;
            case UsageReported usage:
                Usage = Usage.MergedWith(usage.Usage);
                break;
            case AnswerEnded:
                _ended = true;
                break;
            case AnswerFailed failed:
                _failure ??= failed.Error;
                break;
            default:
                ChoiceOf(step.Choice).Add(step);
                break;
        }
    }

    /// <summary>
    /// The answer. Throws <see cref="AiException"/> when it failed, or when neither <see cref="AnswerEnded"/> nor <see cref="AnswerFailed"/> came.
    /// </summary>
    public ChatAnswer Complete()
    {
        if (_failure is { } failure)
        {
            throw new AiException(failure);
        }

        if (!_ended)
        {
            throw new AiException(AiErrorKind.VendorFailed, "The provider's answer broke off.");
        }

        return new ChatAnswer
        {
            Id = _started?.Id,
            Model = _started?.Model,
            Created = _started?.Created,
            Fingerprint = _started?.Fingerprint,
            ServiceTier = _started?.ServiceTier,
            Choices = [.. _choices.Select(c => c.Value.Complete(c.Key))],
            Usage = Usage,
        };
    }

    private Choice ChoiceOf(int index)
    {
        if (!_choices.TryGetValue(index, out var choice))
        {
            choice = new Choice();
            _choices.Add(index, choice);
        }

        return choice;
    }

    private sealed class Choice
    {
        private readonly List<Slot> _slots = [];
        private readonly List<JsonElement> _logprobs = [];
        private Slot? _open;
        private FinishReason? _reason;
        private string? _stopSequence;

        public void Add(ChatEvent step)
        {
            switch (step)
            {
                case TextDelta text:
                    if (text.Logprobs.ValueKind == JsonValueKind.Array)
                    {
                        _logprobs.AddRange(text.Logprobs.EnumerateArray());
                    }

                    Append(Kind.Text, text.Text);
                    break;
                case RefusalDelta refusal:
                    Append(Kind.Refusal, refusal.Text);
                    break;
                case ReasoningDelta reasoning:
                    Append(Kind.Reasoning, reasoning.Text);
                    break;
                case ReasoningSealed proof:
                    Seal(proof);
                    break;
                case ToolCallStarted call:
                    Open(Kind.ToolCall).Call = call;
                    break;
                case ToolCallDelta fragment:
                    _slots.Find(s => s.Call?.Index == fragment.Index)?.Append(fragment.Arguments);
                    break;
                case ForeignDelta foreign:
                    // What is said about a text (a citation) does not end it.
                    _slots.Add(new Slot(Kind.Foreign) { Foreign = foreign });
                    break;
                case PartEnded:
                    _open = null;
                    break;
                case AnswerFinished finished:
                    _open = null;
                    _reason = finished.Reason;
                    _stopSequence = finished.StopSequence;
                    break;
                default:
                    break;
            }
        }

        public ChatChoice Complete(int index)
            => new(index, [.. _slots.Where(s => !s.IsNothing).Select(s => s.ToPart())], _reason ?? FinishReason.Stop) { StopSequence = _stopSequence, Logprobs = _logprobs };

        private void Append(Kind kind, string text) => (_open?.Kind == kind ? _open : Open(kind)).Append(text);

        private void Seal(ReasoningSealed proof)
        {
            var slot = _open is { Kind: Kind.Reasoning, Proof: null } ? _open : Open(Kind.Reasoning);
            slot.Proof = proof;
        }

        private Slot Open(Kind kind)
        {
            _open = new Slot(kind);
            _slots.Add(_open);
            return _open;
        }
    }

    /// <summary>A part being put together; a single piece of text is kept as it came.</summary>
    private sealed class Slot(Kind kind)
    {
        private string _text = "";
        private StringBuilder? _builder;

        public Kind Kind => kind;

        public ToolCallStarted? Call { get; set; }

        public ReasoningSealed? Proof { get; set; }

        public ForeignDelta? Foreign { get; init; }

        public bool IsNothing => kind is Kind.Text or Kind.Refusal or Kind.Reasoning && Proof is null && _text.Length == 0;

        public void Append(string text)
        {
            if (_text.Length == 0)
            {
                _text = text;
                return;
            }

            _builder ??= new StringBuilder(_text);
            _builder.Append(text);
        }

        public Part ToPart()
        {
            var text = _builder?.ToString() ?? _text;
            return kind switch
            {
                Kind.Text => new TextPart(text),
                Kind.Refusal => new RefusalPart(text),
                Kind.Reasoning => new ReasoningPart(text) { Signature = Proof?.Signature, Redacted = Proof?.Redacted, Origin = Proof?.Origin, Id = Proof?.Id },
                Kind.ToolCall => new ToolCallPart(Call!.Id, Call.Name, text),
                _ => new ForeignPart(Foreign!.Dialect, Foreign.Kind, Foreign.Value),
            };
        }
    }
}
