"""The floor of a slider: a bare Streamlit slider in a fragment, with a chart of as many points and the same height."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

POINTS, HEIGHT = 250, 450
x = np.linspace(0, 6, POINTS)

st.set_page_config(layout="wide")


@st.fragment
def desk() -> None:
    """A slider that moves a curve on fixed axes."""
    left, right = st.columns([1, 3.1])
    pace = left.slider("Delivery pace", 0.5, 1.5, 1.0, 0.05, key="pace")
    figure = go.Figure(go.Scatter(x=x, y=np.sin(x * pace), mode="lines+markers"))
    figure.update_layout(height=HEIGHT, uirevision="keep", xaxis_range=[0, 6], yaxis_range=[-1.2, 1.2])
    right.html(f"<p class='b-value'>{pace:g}</p>")
    right.plotly_chart(figure, key="chart", theme=None)


desk()
