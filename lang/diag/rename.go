package diag

// Renamed returns the diagnostics with the files under other names: those by which
// whoever reads the messages can open them. The list itself stays as it is.
func (l List) Renamed(name func(string) string) List {
	files := map[*File]*File{}
	to := func(s Span) Span {
		if s.IsZero() {
			return s
		}
		if files[s.File] == nil {
			f := *s.File
			f.Name = name(f.Name)
			files[s.File] = &f
		}
		s.File = files[s.File]
		return s
	}
	out := make(List, len(l))
	for i, d := range l {
		c := *d
		c.Span, c.Context = to(d.Span), to(d.Context)
		c.Labels = make([]Label, len(d.Labels))
		for j, lb := range d.Labels {
			c.Labels[j] = Label{to(lb.Span), lb.Text}
		}
		out[i] = &c
	}
	return out
}
